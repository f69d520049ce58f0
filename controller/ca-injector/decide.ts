import type { KubeObject } from '../../api/resource.ts';
import { type BundledCertificate, mergeCaBundles, readCaBundle } from '../../pki/ca-bundle.ts';
import { secondsBetween } from '../../runtime/clock.ts';
import type { Decision } from '../../runtime/reconcile.ts';
import { type Asked, annotationOf } from './asked.ts';
import { type Complaint, type Source, caFrom } from './source.ts';
import type { Place, TargetKind } from './target-kind.ts';

/** Everything that is decided by. */
export interface Seen {
  /** A webhook configuration, a CRD or an APIService that asks for a CA. */
  readonly object: KubeObject;
  readonly kind: TargetKind;
  readonly asked: Asked;
  readonly source: Source;
  /** What stood in the way when it was last looked at. */
  readonly complaint: Remembered | undefined;
  readonly now: Date;
}

/** A complaint since it first arose. */
export interface Remembered {
  readonly message: string;
  readonly since: Date;
  /** People know. */
  readonly told: boolean;
}

export type Action =
  /** Write what differs. */
  | { readonly do: 'write'; readonly changes: readonly Place[] }
  /** Something stands in the way, but not for long. */
  | { readonly do: 'remember'; readonly message: string }
  /** Something stands in the way: tell people. */
  | { readonly do: 'tell'; readonly message: string }
  /** Nothing stands in the way any longer. */
  | { readonly do: 'forget' };

/** Objects of others have no status of ours. */
export type NoStatus = Readonly<Record<string, never>>;

/** Long enough for a first certificate, which has its Secret a moment after its webhook configuration. */
export const graceSeconds = 10;

/** Whoever refused may have changed his mind. */
const refusedSeconds = 300;

export function decide(seen: Seen): Decision<Action, NoStatus> {
  const { object, kind, asked, source, now } = seen;
  const there = kind.placesIn(object);
  if ('obstacle' in there) {
    const message = `${annotationOf(asked)} cannot be followed: ${there.obstacle}`;
    return complaining(seen, { message, mayPass: false });
  }
  if (there.places.length === 0) return resting(seen);
  const found = caFrom(asked, source, now);
  if ('complaint' in found) return complaining(seen, found.complaint);
  const merged = there.places.map((place) => merge(place, found.certificates, now));
  const changes = merged
    .filter(({ isNews }) => isNews)
    .map(({ path, certificates }) => ({ path, pem: pemOf(certificates) }));
  if (changes.length === 0) return resting(seen, nextExpiry(merged, now));
  return { status: {}, actions: [{ do: 'write', changes }], lookAgainSeconds: refusedSeconds };
}

interface Merged {
  readonly path: string;
  readonly certificates: readonly BundledCertificate[];
  readonly isNews: boolean;
}

/** It is no news when the text is written differently. */
function merge({ path, pem }: Place, added: readonly BundledCertificate[], now: Date): Merged {
  const before = readCaBundle(pem);
  const certificates = mergeCaBundles(before, added, now);
  return { path, certificates, isNews: fingerprints(before) !== fingerprints(certificates) };
}

function pemOf(certificates: readonly BundledCertificate[]): string {
  return certificates.map(({ pem }) => pem).join('');
}

function fingerprints(certificates: readonly BundledCertificate[]): string {
  return certificates.map(({ fingerprint }) => fingerprint).join();
}

/** When the first of them is to be taken out. */
function nextExpiry(merged: readonly Merged[], now: Date): number {
  const ends = merged.flatMap(({ certificates }) => certificates.map(({ notAfter }) => notAfter.getTime()));
  return secondsBetween(now, new Date(Math.min(...ends))) + 1;
}

function resting({ complaint }: Seen, lookAgainSeconds?: number): Decision<Action, NoStatus> {
  return {
    status: {},
    actions: complaint === undefined ? [] : [{ do: 'forget' }],
    ...(lookAgainSeconds !== undefined && { lookAgainSeconds }),
  };
}

function complaining(seen: Seen, { message, mayPass }: Complaint): Decision<Action, NoStatus> {
  const known = seen.complaint?.message === message ? seen.complaint : undefined;
  if (known?.told === true) return { status: {}, actions: [] };
  const lasted = known === undefined ? 0 : secondsBetween(known.since, seen.now);
  if (!mayPass || lasted >= graceSeconds) return { status: {}, actions: [{ do: 'tell', message }] };
  return { status: {}, actions: [{ do: 'remember', message }], lookAgainSeconds: graceSeconds - lasted };
}
