import { secretAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { SecretFacts } from '../secret-facts.ts';

/**
 * Whether a Certificate may write its Secret when others name the same one: it may if the Secret was issued for it, else
 * if it is the oldest (of equally old ones the first by name).
 *
 * @param claimants all Certificates with that `secretName`, this one included
 */
export function ownsSecretName(
  certificate: Certificate,
  claimants: readonly Certificate[],
  secret: SecretFacts | undefined,
): boolean {
  const issuedFor = secret?.metadata.annotations?.[secretAnnotations.certificateName];
  const owner = claimants.find(({ metadata }) => metadata.name === issuedFor) ?? oldest(claimants);
  return owner === undefined || owner.metadata.uid === certificate.metadata.uid;
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
