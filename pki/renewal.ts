/** How long before expiry to renew; both from a Certificate's spec. */
export interface RenewalWanted {
  readonly renewBeforeSeconds?: number;
  /** Percent of the lifetime that remains. */
  readonly renewBeforePercentage?: number;
}

/** The instant from which a certificate should be replaced: a whole second. */
export declare function renewalTime(
  leaf: { readonly notBefore: Date; readonly notAfter: Date },
  wanted: RenewalWanted,
): Date;
