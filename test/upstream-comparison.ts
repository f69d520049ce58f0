/**
 * When cert-manager 1.21 issues a Certificate anew although its Secret is fine: its request, or its key, no longer says
 * what the Certificate says. Written down from the description of its rules, and apart from our own comparison, which it
 * is used to judge.
 */
type Json = Readonly<Record<string, unknown>>;

/** What cert-manager keeps of the last issuance. */
export interface LastIssuance {
  /** What the signing request says, under the names of the Certificate's fields. */
  readonly csr: Json;
  /** Copied from the Certificate as they are stated, absent when they are not. */
  readonly copied: Json;
  readonly key: { readonly algorithm: string; readonly size: number };
}

const setsInCsr = ['ipAddresses', 'uris', 'emailAddresses', 'dnsNames'] as const;

/** Of the subject; the last name is the one it is told under. */
const subjectSets = [
  ['organizations', 'organizations'],
  ['countries', 'countries'],
  ['localities', 'localities'],
  ['organizationalUnits', 'organizationalUnits'],
  ['postalCodes', 'postCodes'],
  ['provinces', 'provinces'],
  ['streetAddresses', 'streetAddresses'],
] as const;

const inCsr = [...setsInCsr, 'otherNames', 'commonName', 'subject', 'literalSubject'] as const;
const copied = ['isCA', 'usages', 'duration', 'issuerRef'] as const;

/** The members that are compared: with others, a Certificate may do as it likes. */
export const comparedMembers: readonly string[] = [...inCsr, ...copied];

function picked(spec: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => name in spec).map((name) => [name, spec[name]]));
}

function mapAt(of: Json, name: string): Json {
  return (of[name] ?? {}) as Json;
}

function wantedKey(spec: Json): LastIssuance['key'] {
  const { algorithm = 'RSA', size = 0 } = mapAt(spec, 'privateKey') as { algorithm?: string; size?: number };
  const defaults: Readonly<Record<string, number>> = { RSA: 2048, ECDSA: 256, Ed25519: 0 };
  return { algorithm, size: algorithm === 'Ed25519' ? 0 : size || (defaults[algorithm] ?? 0) };
}

export function issuedFrom(spec: Json): LastIssuance {
  return { csr: picked(spec, inCsr), copied: picked(spec, copied), key: wantedKey(spec) };
}

function asSet(value: unknown): string {
  const members = ((value ?? []) as readonly unknown[]).map((member) => JSON.stringify(member));
  return JSON.stringify([...new Set(members)].toSorted());
}

function sameSet(of: Json, other: Json, name: string): boolean {
  return asSet(of[name]) === asSet(other[name]);
}

function sameText(of: Json, other: Json, name: string): boolean {
  return (of[name] ?? '') === (other[name] ?? '');
}

function subjectReasons(spec: Json, csr: Json): readonly string[] {
  if (spec['literalSubject']) return sameText(spec, csr, 'literalSubject') ? [] : ['spec.literalSubject'];
  const [wanted, has] = [mapAt(spec, 'subject'), mapAt(csr, 'subject')];
  return [
    ...(sameText(spec, csr, 'commonName') ? [] : ['spec.commonName']),
    ...(sameText(wanted, has, 'serialNumber') ? [] : ['spec.subject.serialNumber']),
    ...subjectSets.filter(([name]) => !sameSet(wanted, has, name)).map(([, told]) => `spec.subject.${told}`),
  ];
}

function referenced(of: Json): string {
  const { name, kind, group } = mapAt(of, 'issuerRef');
  return JSON.stringify([name, kind || 'Issuer', group || 'cert-manager.io']);
}

function copiedReasons(spec: Json, request: Json): readonly string[] {
  const bothStateDuration = 'duration' in spec && 'duration' in request;
  const differs: Readonly<Record<string, boolean>> = {
    'spec.isCA': (spec['isCA'] ?? false) !== (request['isCA'] ?? false),
    'spec.usages': !sameSet(spec, request, 'usages'), // as stated: the defaults of an absent list are not thought of
    'spec.duration': bothStateDuration && spec['duration'] !== request['duration'],
    'spec.issuerRef': referenced(spec) !== referenced(request),
  };
  return Object.keys(differs).filter((field) => differs[field]);
}

function keyReasons(spec: Json, key: LastIssuance['key']): readonly string[] {
  const wanted = wantedKey(spec);
  if (wanted.algorithm !== key.algorithm) return ['spec.privateKey.algorithm'];
  return wanted.size === key.size ? [] : ['spec.privateKey.size'];
}

/** @returns the fields for which cert-manager would issue anew (`SecretMismatch`, `RequestChanged`); none when it would not */
export function reasonsToReissue(spec: Json, last: LastIssuance): readonly string[] {
  const { csr } = last;
  const otherNamesDiffer = spec['otherNames'] !== undefined && !sameSet(spec, csr, 'otherNames');
  return [
    ...keyReasons(spec, last.key),
    ...setsInCsr.filter((name) => !sameSet(spec, csr, name)).map((name) => `spec.${name}`),
    ...(otherNamesDiffer ? ['spec.otherNames'] : []),
    ...subjectReasons(spec, csr),
    ...copiedReasons(spec, last.copied),
  ];
}
