import { secretAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { SecretFacts } from '../secret-facts.ts';

/**
 * Which Certificate may write a Secret that several name: the one that the Secret was issued for, else the oldest (of
 * equally old ones the first by name).
 *
 * @param claimants all Certificates with that `secretName`
 */
export function ownerOfSecretName(
  claimants: readonly Certificate[],
  secret: SecretFacts | undefined,
): Certificate | undefined {
  const issuedFor = secret?.metadata.annotations?.[secretAnnotations.certificateName];
  return claimants.find(({ metadata }) => metadata.name === issuedFor) ?? oldest(claimants);
}

function oldest(claimants: readonly Certificate[]): Certificate | undefined {
  return claimants.toSorted(
    (one, other) => byText(age(one), age(other)) || byText(nameOf(one), nameOf(other)),
  )[0];
}

/** RFC 3339 in UTC with whole seconds sorts as text. */
function age({ metadata }: Certificate): string {
  return metadata.creationTimestamp ?? '';
}

function nameOf({ metadata }: Certificate): string {
  return metadata.name ?? '';
}

function byText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
