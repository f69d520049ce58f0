import { Failure } from '../../api/failure.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Decision, EventFact } from '../../runtime/reconcile.ts';
import { isControlledBy, isLeftOver } from '../owner.ts';
import { asksForCertificates, isGoing } from './asked.ts';
import type { AskingKind } from './asking-kind.ts';
import { type CertificatePatch, patchFor } from './difference.ts';
import { hasRecord } from './record-of-said.ts';
import { meansTheSame } from './said-fields.ts';
import type { IngressSettings } from './settings.ts';
import { type AllWanted, type Wanted, wantedBy } from './wanted.ts';

/** Everything that is decided by. */
export interface Seen<T extends KubeObject = KubeObject> {
  /** An Ingress, or another that asks. */
  readonly object: T;
  readonly kind: AskingKind<T>;
  /** Certificates that it controls. */
  readonly controlled: readonly Certificate[];
  /** The Certificate of a name in its namespace, whoever's it is. */
  readonly named: (name: string) => Certificate | undefined;
  readonly settings: IngressSettings;
}

export type Change =
  | { readonly do: 'create'; readonly wanted: Wanted }
  | { readonly do: 'update'; readonly certificate: Certificate; readonly patch: CertificatePatch }
  | { readonly do: 'delete'; readonly certificate: Certificate };

/** What there is to do and to tell, at once: a Certificate that is refused does not hold up the others. */
export interface Action {
  readonly changes: readonly Change[];
  readonly problems: readonly string[];
}

/** Whoever refused may have changed his mind. */
const refusedSeconds = 300;

/** An Ingress has no status of ours. */
export type NoStatus = Readonly<Record<string, never>>;

export function decide<T extends KubeObject>(seen: Seen<T>): Decision<Action, NoStatus> {
  const action = actionFor(seen);
  const tries = action.changes.length > 0 ? { lookAgainSeconds: refusedSeconds } : {};
  return { status: {}, actions: [action], ...tries };
}

function actionFor<T extends KubeObject>(seen: Seen<T>): Action {
  const { object, kind, settings } = seen;
  if (isGoing(object)) return { changes: [], problems: [] };
  if (!asksForCertificates(object, kind)) return { changes: withoutAsking(seen), problems: [] };
  try {
    return asking(seen, wantedBy(object, kind, settings));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { changes: [], problems: [error.message] };
  }
}

/** It asks no longer. What upstream made and left is left, too: somebody may count on its being renewed. */
function withoutAsking({ controlled }: Pick<Seen, 'controlled'>): readonly Change[] {
  return deletions(controlled.filter(hasRecord));
}

function asking<T extends KubeObject>(seen: Seen<T>, { certificates, problems }: AllWanted): Action {
  const { object, kind, controlled, named } = seen;
  const changes: Change[] = [];
  const foreign: string[] = [];
  for (const wanted of certificates) {
    const there = named(wanted.name);
    if (there === undefined || isLeftOver(there, object, kind.resource.kind))
      changes.push({ do: 'create', wanted });
    else if (isControlledBy(there, object)) changes.push(...updates(there, wanted));
    else if (!covers(there, wanted)) foreign.push(notOurs(wanted));
  }
  const referred = new Set(kind.secretNames(object));
  const unrequired = controlled.filter(({ metadata }) => !referred.has(metadata.name ?? ''));
  return { changes: [...changes, ...deletions(unrequired)], problems: [...problems, ...foreign] };
}

function updates(certificate: Certificate, wanted: Wanted): readonly Change[] {
  if (certificate.metadata.deletionTimestamp !== undefined) return [];
  const patch = patchFor(certificate, wanted);
  return patch === undefined ? [] : [{ do: 'update', certificate, patch }];
}

function deletions(certificates: readonly Certificate[]): readonly Change[] {
  return certificates
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((certificate) => ({ do: 'delete', certificate }));
}

/** Whether somebody else's Certificate does what the Ingress needs. */
function covers({ spec }: Certificate, { said }: Wanted): boolean {
  if (!meansTheSame('secretName', spec.secretName, said['secretName'])) return false;
  const names = [...(spec.dnsNames ?? []), ...(spec.ipAddresses ?? [])];
  return [said['dnsNames'], said['ipAddresses']].every(
    (needed) => !Array.isArray(needed) || needed.every((name) => names.includes(String(name))),
  );
}

function notOurs({ name }: Wanted): string {
  return `Certificate "${name}" belongs to somebody else, is not for all names of the TLS block, and is left as it is: give the block another secretName, or mend or delete that Certificate`;
}

/** For `kubectl describe ingress`. */
export function problemEvent(message: string): EventFact {
  return { type: 'Warning', reason: 'BadConfig', message };
}
