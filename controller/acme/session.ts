import { TransientFailure } from '../../api/failure.ts';
import { accountGone } from './classify.ts';
import type { SigningClient } from './signing.ts';
import type { AcmeAnswer } from './transport.ts';

/** Who signs requests at the moment. */
export interface AccountSession {
  /** `undefined` before an account is known. */
  readonly url: string | undefined;
  /** Whether the CA said that it does not know the account. */
  readonly isGone: boolean;
  signIn(url: string): void;
  /** @throws {TransientFailure} `AcmeAccountNotReady` before an account is known */
  ownUrl(): string;
  /** @param payload `null` reads (POST-as-GET) */
  post(action: string, url: string, payload: object | null): Promise<AcmeAnswer>;
}

export function createAccountSession(signing: SigningClient): AccountSession {
  const account: { url?: string; isGone: boolean } = { isGone: false };

  function ownUrl(): string {
    if (account.url !== undefined) return account.url;
    throw new TransientFailure('AcmeAccountNotReady', 'The ACME account is not registered yet');
  }

  return {
    get url() {
      return account.url;
    },
    get isGone() {
      return account.isGone;
    },
    signIn(url) {
      account.url = url;
      account.isGone = false;
    },
    ownUrl,
    async post(action, url, payload) {
      try {
        return await signing.post(action, url, payload, { as: 'account', url: ownUrl() });
      } catch (error) {
        if (error instanceof TransientFailure && error.reason === accountGone) account.isGone = true;
        throw error;
      }
    },
  };
}
