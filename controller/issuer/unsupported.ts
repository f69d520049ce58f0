import type { IssuerTypeName } from '../issuer-ref.ts';
import type { IssuerSetup } from './setup.ts';

/** For types that the API knows but this edition does not serve: says so, and what to do, instead of staying silent. */
export function unsupportedSetup(type: IssuerTypeName): IssuerSetup {
  const message = `This edition does not serve issuers of type ${type}: use acme, ca, selfSigned or vault, or an external issuer`;
  const reason = 'NotSupported';
  return {
    secretNames: () => [],
    setUp: () =>
      Promise.resolve({
        ready: false,
        because: 'wrong',
        reason,
        message,
        events: [{ type: 'Warning', reason, message }],
      }),
  };
}
