import { defaultUsages, effectiveIssuerRef } from '../../api/certificate/defaults.ts';
import { parseDuration } from '../../api/duration.ts';
import { Failure } from '../../api/failure.ts';
import type { IssuerRef } from '../../api/references.ts';
import { sameValue } from '../../api/same-value.ts';
import { sameMembers } from '../same-members.ts';

/** What stands at `duration` or `privateKey.size` of a spec; `undefined` for nothing. */
export function fieldAt(spec: unknown, path: string): unknown {
  let value = spec;
  for (const member of path.split('.')) value = isRecord(value) ? value[member] : undefined;
  return value;
}

/** Fields by their paths as one object: `{ 'privateKey.size': 256 }` becomes `{ privateKey: { size: 256 } }`. */
export function nested(fields: ReadonlyMap<string, unknown>): Readonly<Record<string, unknown>> {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of fields) {
    const [member = '', inner] = path.split('.');
    const before = whole[member];
    whole[member] = inner === undefined ? value : { ...(isRecord(before) ? before : {}), [inner]: value };
  }
  return whole;
}

/** What a field that is left out means, where somebody may write it out: the admission webhook does. */
const defaults: Readonly<Record<string, unknown>> = {
  'privateKey.algorithm': 'RSA',
  'privateKey.encoding': 'PKCS1',
  'privateKey.rotationPolicy': 'Always',
  'privateKey.size': 0,
  usages: defaultUsages,
  dnsNames: [],
  ipAddresses: [],
  emailAddresses: [],
  commonName: '',
};

const sets: ReadonlySet<string> = new Set(['dnsNames', 'ipAddresses', 'emailAddresses', 'usages']);
const durations: ReadonlySet<string> = new Set(['duration', 'renewBefore']);

/** Whether a field means the same, however it is written: otherwise two writers would never come to rest. */
export function meansTheSame(path: string, one: unknown, other: unknown): boolean {
  const [left, right] = [one ?? defaults[path], other ?? defaults[path]];
  if (sameValue(left, right)) return true;
  if (left === undefined || right === undefined) return false;
  if (path === 'issuerRef') {
    return sameValue(effectiveIssuerRef(left as IssuerRef), effectiveIssuerRef(right as IssuerRef));
  }
  if (sets.has(path)) return sameMembers(left as readonly string[], right as readonly string[]);
  return durations.has(path) && nanoseconds(left) === nanoseconds(right);
}

function nanoseconds(value: unknown): bigint | undefined {
  try {
    return parseDuration(String(value));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
