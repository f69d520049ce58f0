/** When a certificate is valid, as issued: CAs shorten what they are asked for. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** How long before expiry to renew; both members from a Certificate's spec. */
export interface RenewalWanted {
  readonly renewBeforeSeconds?: number;
  /** Percent of the lifetime that remains. */
  readonly renewBeforePercentage?: number;
}

function millisecondsBefore(
  lifetime: number,
  { renewBeforeSeconds, renewBeforePercentage }: RenewalWanted,
): number {
  const stated = (renewBeforeSeconds ?? 0) * 1000;
  if (stated > 0 && stated < lifetime) return stated;
  const percentage = renewBeforePercentage ?? 0;
  if (percentage > 0 && percentage < 100) return (lifetime * percentage) / 100;
  return lifetime / 3;
}

/**
 * The instant from which a certificate should be replaced: `renewBefore` ahead of its expiry, else the percentage, else
 * a third of its life. A margin that is not shorter than the life is passed over, as cert-manager does: a CA may have
 * issued for less than was asked.
 *
 * @returns a whole second, rounded down: X.509 times have no fractions (RFC 5280 section 4.1.2.5) and neither has status
 */
export function renewalTime({ notBefore, notAfter }: Validity, wanted: RenewalWanted): Date {
  const before = millisecondsBefore(notAfter.getTime() - notBefore.getTime(), wanted);
  return new Date(Math.floor((notAfter.getTime() - before) / 1000) * 1000);
}
