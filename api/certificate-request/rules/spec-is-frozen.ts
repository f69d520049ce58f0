import { unchanged, unchangedList } from '../../cel.ts';
import { statedDuration } from '../../certificate/lifetimes.ts';
import type { Rule, Violation } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { CertificateRequest } from '../certificate-request.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

const frozen: Violation = {
  field: 'spec',
  kind: 'Forbidden',
  detail: 'cannot change spec after creation; make a new request',
};

/** Clients in Go write what they read back in spellings of their own: durations anew, and what is empty not at all. */
function asRead({ spec }: CertificateRequest): object {
  const { duration, ...rest } = spec;
  const nanoseconds = statedDuration(duration)?.toString() ?? duration;
  return withoutEmpty({ ...rest, duration: nanoseconds });
}

function withoutEmpty(object: object): object {
  const members = Object.entries(object).map(([key, value]): [string, unknown] => [
    key,
    isMap(value) ? withoutEmpty(value) : value,
  ]);
  return Object.fromEntries(members.filter(([, value]) => !isEmpty(value)));
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === false;
}

const texts = ['issuerRef.kind', 'issuerRef.group', 'username', 'uid'].map((member) => `spec.${member}`);
const lists = ['spec.usages', 'spec.groups', 'spec.extra'];

const sameDuration = `(${unchanged('spec.duration', "''")} || (has(object.spec.duration) && has(oldObject.spec.duration) && duration(object.spec.duration) == duration(oldObject.spec.duration)))`;

const ifSpec = (valid: string): string =>
  `has(object.spec) == has(oldObject.spec) && (!has(object.spec) || (${valid}))`;

/** As `asRead` compares; the request itself stands alone. */
const sameRest = [
  'object.spec.issuerRef.name == oldObject.spec.issuerRef.name',
  ...texts.map((path) => unchanged(path, "''")),
  ...lists.map((path) => unchangedList(path)),
  unchanged('spec.isCA', 'false'),
  sameDuration,
].join(' && ');

export const specIsFrozen: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/spec-is-frozen',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 CR13',
  passes: [
    changed({}, { annotations: { note: 'x' } }),
    changed(
      { spec: { duration: '1.5h', isCA: false, usages: [] } },
      { spec: { duration: '1h30m0s', issuerRef: { name: 'ca', kind: '' } } },
    ),
  ],
  fails: [
    changed({}, { spec: { isCA: true } }),
    changed({}, { spec: { duration: '1h' } }),
    changed({ spec: { duration: '1h' } }, { spec: { duration: '2h' } }),
    changed({}, { spec: { issuerRef: { name: 'other' } } }),
    changed({ spec: { usages: ['server auth'] } }, {}),
    changed({ spec: { username: 'ann' } }, { spec: { username: 'bob' } }),
  ],
  cel: [
    { valid: ifSpec('object.spec.request == oldObject.spec.request') },
    { valid: ifSpec(sameRest), inCrd: true },
  ],
  check(after, before) {
    if (!before || sameValue(asRead(before.request), asRead(after.request))) return [];
    return [frozen];
  },
};
