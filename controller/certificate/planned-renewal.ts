import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { statedDuration } from '../../api/certificate/lifetimes.ts';
import { renewalTime } from '../../pki/renewal.ts';

/**
 * A margin that is no duration counts as left out: renewing a third before the end is better than never.
 *
 * @returns when to renew; `undefined` when the Certificate says never by itself
 */
export function plannedRenewal(
  { renewBefore, renewBeforePercentage, renewal }: CertificateSpec,
  leaf: { readonly notBefore: Date; readonly notAfter: Date },
): Date | undefined {
  if (renewal?.policy === 'Disabled') return undefined;
  const before = statedDuration(renewBefore);
  return renewalTime(leaf, {
    ...(before === undefined ? {} : { renewBeforeSeconds: Number(before / 1_000_000_000n) }),
    ...(renewBeforePercentage === undefined ? {} : { renewBeforePercentage }),
  });
}
