import { invalidEntries } from '../entries.ts';
import { isHostName } from '../host-names.ts';
import type { Violation } from '../rule.ts';
import type { CertificateSpec, NameConstraints } from './certificate.ts';

export type ConstraintList = keyof NonNullable<NameConstraints['permitted']>;

/** Underscores occur in names inside clusters, and X.509 software takes them. */
export function isConstraintHost(text: string): boolean {
  return isHostName(text.replaceAll('_', 'x'));
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
