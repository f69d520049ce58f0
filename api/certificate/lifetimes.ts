import { isDuration } from '../cel.ts';
import { parseDuration } from '../duration.ts';
import type { CertificateSpec } from './certificate.ts';

const second = 1_000_000_000n;
/** In nanoseconds, as {@link parseDuration} counts. */
export const hour = 3600n * second;
export const fiveMinutes = 300n * second;
const ninetyDays = 2160n * hour;

/** @returns nanoseconds; `undefined` when nothing is stated or it is no duration (the schema's business) */
export function statedDuration(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}

/** CEL for {@link lifetime}. */
export const lifetimeInCel = `duration(has(object.spec.duration) && ${isDuration('object.spec.duration')} ? object.spec.duration : '2160h')`;

/** The lifetime asked for: `spec.duration`, or 90 days. */
export function lifetime(spec: Pick<CertificateSpec, 'duration'>): bigint {
  return statedDuration(spec.duration) ?? ninetyDays;
}
