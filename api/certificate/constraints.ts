import { invalidEntries } from '../entries.ts';
import { isHostName } from '../host-names.ts';
import type { CelCheck, Violation } from '../rule.ts';
import type { CertificateSpec, NameConstraints } from './certificate.ts';

export type ConstraintList = keyof NonNullable<NameConstraints['permitted']>;

/** Underscores occur in names inside clusters, and X.509 software takes them. */
export function isConstraintHost(text: string): boolean {
  return isHostName(text.replaceAll('_', 'x'));
}

/** A host for {@link isConstraintHost}, in labels that are short enough; the whole may have 253 characters. */
const hostLabel = '[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
export const constraintHost = `${hostLabel}(\\.${hostLabel})*`;

/** The same judgement in CEL, for the list under `permitted` and under `excluded`. @param valid about an `entry` */
export function constraintChecks(list: ConstraintList, valid: string, detail: string): readonly CelCheck[] {
  return (['permitted', 'excluded'] as const).map((side) => {
    const each = `spec.nameConstraints.${side}.${list}`;
    return { each, valid, value: 'entry', says: { field: `${each}[0]`, kind: 'Invalid', detail } };
  });
}

/** Judges every entry of one of the lists, under `permitted` and under `excluded`. */
export function constraintViolations(
  { nameConstraints = {} }: CertificateSpec,
  list: ConstraintList,
  problemOf: (entry: string) => string | undefined,
): readonly Violation[] {
  return (['permitted', 'excluded'] as const).flatMap((side) =>
    invalidEntries(`spec.nameConstraints.${side}.${list}`, nameConstraints[side]?.[list], problemOf),
  );
}
