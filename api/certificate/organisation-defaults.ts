import type { CertificateSpec } from './certificate.ts';
import { lifetime, statedDuration } from './lifetimes.ts';

/** What an organisation wants where the author of a Certificate says nothing. */
export type OrganisationDefaults = Partial<
  Pick<
    CertificateSpec,
    | 'issuerRef'
    | 'duration'
    | 'renewBefore'
    | 'renewBeforePercentage'
    | 'privateKey'
    | 'usages'
    | 'encodeUsagesInRequest'
    | 'revisionHistoryLimit'
  >
>;

/** The members that there may be defaults for. */
export const defaultableMembers = [
  'issuerRef',
  'duration',
  'renewBefore',
  'renewBeforePercentage',
  'privateKey',
  'usages',
  'encodeUsagesInRequest',
  'revisionHistoryLimit',
] as const satisfies readonly (keyof OrganisationDefaults)[];

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownMember(of: Json, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

/** Something that is left out, or an empty list. */
function saysNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Whether a member is left out, and was not left out in the stored object either: what lives without stays so. */
function isOpen(key: string, stated: Json, before: Json | undefined): boolean {
  return !Object.hasOwn(stated, key) && (before === undefined || !saysNothing(ownMember(before, key)));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether a margin leaves something of a lifetime; what is no duration is told of elsewhere. */
function fits(duration: unknown, renewBefore: unknown): boolean {
  const margin = statedDuration(text(renewBefore));
  const stated = text(duration);
  return margin === undefined || margin < lifetime(stated === undefined ? {} : { duration: stated });
}

/** The members of the defaults that are taken. */
function chosen(defaults: object, takes: Readonly<Record<string, boolean>>): Json {
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => takes[key] === true));
}

/** Lifetime and margin have to go together with what the author states of them. */
function times(stated: Json, defaults: OrganisationDefaults, before: Json | undefined): Json {
  const { duration, renewBefore } = defaults;
  const open = (key: string): boolean => isOpen(key, stated, before);
  const takesDuration = open('duration') && fits(duration, stated['renewBefore']);
  const meant = takesDuration ? (duration ?? stated['duration']) : stated['duration'];
  const hasMargin = ['renewBefore', 'renewBeforePercentage'].some((key) => Object.hasOwn(stated, key));
  return chosen(defaults, {
    duration: takesDuration,
    renewBefore: !hasMargin && open('renewBefore') && fits(meant, renewBefore),
    renewBeforePercentage: !hasMargin && open('renewBeforePercentage'),
  });
}

function recordAt(key: string, of: Json | undefined): Json | undefined {
  if (of === undefined) return undefined;
  const value = Object.hasOwn(of, key) ? of[key] : {};
  return isRecord(value) ? value : undefined;
}

/** The size is that of the algorithm, and a stated signature algorithm is that of some key: they go together. */
function privateKeyWith(
  stated: Json,
  { privateKey = {} }: OrganisationDefaults,
  before: Json | undefined,
): Json {
  const key = recordAt('privateKey', stated);
  if (key === undefined) return {};
  const beforeKey = before && (recordAt('privateKey', before) ?? {});
  const open = (name: string): boolean => isOpen(name, key, beforeKey);
  const isFree = !Object.hasOwn(key, 'size') && !Object.hasOwn(stated, 'signatureAlgorithm');
  const takesKind = isFree && open('algorithm');
  const added = chosen(privateKey, {
    algorithm: takesKind,
    size: takesKind,
    encoding: open('encoding'),
    rotationPolicy: open('rotationPolicy'),
  });
  return Object.keys(added).length === 0 ? {} : { privateKey: { ...key, ...added } };
}

const simple = ['issuerRef', 'usages', 'encodeUsagesInRequest', 'revisionHistoryLimit'] as const;

/**
 * A Certificate's spec with the organisation's defaults: only absent map keys are added, and nothing that contradicts what
 * is stated. A Certificate that lives without a member keeps living without it, so that a new default changes no stored
 * object. Pure and idempotent; what is no object is left to the schema.
 *
 * @param before the stored spec on an update
 */
export function withOrganisationDefaults(
  spec: unknown,
  defaults: OrganisationDefaults,
  before?: unknown,
): unknown {
  if (!isRecord(spec)) return spec;
  const old = isRecord(before) ? before : undefined;
  const plain = simple.filter((key) => defaults[key] !== undefined && isOpen(key, spec, old));
  const added = {
    ...Object.fromEntries(plain.map((key) => [key, defaults[key]])),
    ...times(spec, defaults, old),
    ...privateKeyWith(spec, defaults, old),
  };
  return Object.keys(added).length === 0 ? spec : { ...spec, ...added };
}
