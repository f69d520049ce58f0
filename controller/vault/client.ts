import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type SignedByVault, type VaultLogin, errorOf, readLogin, readSigned } from './answers.ts';
import {
  countedRefusal,
  failureFromLogin,
  failureFromSigning,
  isPassing,
  isTokenRefused,
  loginRefused,
} from './classify.ts';
import type { Credentials } from './logins.ts';
import { createVaultSession } from './session.ts';
import type { VaultTransport } from './transport.ts';

export interface VaultClientOptions {
  readonly transport: VaultTransport;
  /** Differs from the other where one logs in with a certificate of its own. */
  readonly loginTransport: VaultTransport;
  /** Of Vault Enterprise. */
  readonly namespace: string | undefined;
  readonly credentials: () => Promise<Credentials>;
  readonly clock: Clock;
}

/** One Vault, asked for one issuer. */
export interface VaultClient {
  /** @throws {TransientFailure} `VaultUnreachable`, `VaultUnhealthy` in upstream's words */
  health(): Promise<void>;
  /** @throws {TransientFailure} `VaultLoginRefused`, and what reading credentials throws */
  logIn(): Promise<void>;
  /**
   * @param path of a role that signs, below `/v1/`
   * @throws {TransientFailure} what may pass; `VaultLoginRefused` when it came to no signing
   * @throws {TerminalFailure} `VaultRefused`
   */
  sign(path: string, body: object): Promise<SignedByVault>;
  close(): Promise<void>;
}

/** Not initialised, sealed; active, standby, and the standbys of Vault Enterprise are well. */
const healthy = new Set([200, 429, 472, 473]);
const unhealthyWords: Readonly<Record<number, string>> = {
  501: 'Vault is not initialized',
  503: 'Vault is sealed',
};

export function createVaultClient(options: VaultClientOptions): VaultClient {
  const { transport, loginTransport, clock } = options;
  const named = options.namespace === undefined ? {} : { namespace: options.namespace };
  const session = createVaultSession({ clock, logIn: () => logIn(options) });
  return {
    async health() {
      // of the whole server: no namespace has one
      const answer = await transport.send({ method: 'GET', path: 'sys/health' });
      if (healthy.has(answer.status)) return;
      const why = unhealthyWords[answer.status] ?? `Get "${transport.url('sys/health')}": ${errorOf(answer)}`;
      throw new TransientFailure('VaultUnhealthy', why);
    },
    logIn: () => session.logIn(),
    async sign(path, body) {
      const answer = await session.ask((token) =>
        transport.send({ method: 'POST', path, body, token, ...named }),
      );
      const what = `Post "${transport.url(path)}"`;
      if (answer.status !== 200) {
        if (isTokenRefused(answer)) throw new TransientFailure(loginRefused, `${what}: ${errorOf(answer)}`);
        throw failureFromSigning(what, path, answer);
      }
      const signed = readSigned(answer);
      if (signed !== undefined) return signed;
      const advice = 'set spec.vault.path of the issuer to <mount>/sign/<role>';
      throw new TerminalFailure('VaultRefused', `${what}: the answer holds no certificate: ${advice}`);
    },
    async close() {
      await Promise.allSettled([transport.close(), loginTransport.close()]);
    },
  };
}

async function logIn(options: VaultClientOptions): Promise<VaultLogin> {
  const credentials = await options.credentials();
  return credentials.is === 'token' ? lookUp(options, credentials) : post(options, credentials);
}

/** How long a token lasts that was made outside, if its policies let it ask. */
async function lookUp(
  { transport, namespace }: VaultClientOptions,
  { token, advice }: Extract<Credentials, { is: 'token' }>,
): Promise<VaultLogin> {
  const path = 'auth/token/lookup-self';
  const answer = await transport.send({
    method: 'GET',
    path,
    token,
    ...(namespace !== undefined && { namespace }),
  });
  if (isTokenRefused(answer) || isPassing(answer)) {
    throw failureFromLogin(`Get "${transport.url(path)}"`, answer, advice);
  }
  return { token, leaseSeconds: 0 };
}

async function post(
  { loginTransport, namespace }: VaultClientOptions,
  { path, body, advice, isCounted = false }: Extract<Credentials, { is: 'login' }>,
): Promise<VaultLogin> {
  const answer = await loginTransport.send({
    method: 'POST',
    path,
    body,
    ...(namespace !== undefined && { namespace }),
  });
  const login = answer.status === 200 ? readLogin(answer) : undefined;
  if (login !== undefined) return login;
  const failure = failureFromLogin(`Post "${loginTransport.url(path)}"`, answer, advice);
  if (!isCounted || isPassing(answer)) throw failure;
  throw new TransientFailure(countedRefusal, failure.message, { cause: failure });
}
