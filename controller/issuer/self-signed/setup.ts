import type { IssuerSetup } from '../setup.ts';

/** A self-signed issuer needs nothing and is always ready. */
export const selfSignedSetup: IssuerSetup = {
  secretNames: () => [],
  setUp: () => Promise.resolve({ ready: true, reason: 'IsReady', message: '' }),
};
