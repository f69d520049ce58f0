import type { Answer, ListenerOptions, Received } from '../listener.ts';
import type { PublishTarget } from '../publish.ts';
import type { ThrottleOptions } from '../throttle.ts';
import type { ZoneOptions } from './account.ts';
import type { Parameters, Stage } from './actions.ts';
import type { KeyChain } from './key-chain.ts';
import type { LegacyLogin } from './legacy-login.ts';
import type { ApiKey } from './signature.ts';

export interface FakeDnspodOptions extends ListenerOptions {
  /** Of the account. */
  readonly zones: readonly (string | ZoneOptions)[];
  /** Zones of other accounts. */
  readonly foreignZones?: readonly string[];
  /** Where values are published; the test cluster's bind9 fits. */
  readonly bind9?: PublishTarget;
  readonly key?: ApiKey;
  /** How far lists are behind; the real ones up to 30 s. Default 3. */
  readonly listLagSeconds?: number;
  /** Added to the time of the server's clock. */
  readonly clockSkewSeconds?: number;
  readonly largestPage?: number;
  readonly throttle?: ThrottleOptions;
  /** How long temporary keys are good for. Default 7200. */
  readonly temporaryKeySeconds?: number;
  /** Whether the machine has a role. Default true. */
  readonly machineHasRole?: boolean;
}

/** What every API works with. */
export interface Play {
  readonly options: FakeDnspodOptions;
  readonly keys: KeyChain;
  readonly login: LegacyLogin;
  readonly stage: Stage;
}

/** One of the APIs behind the address. */
export interface FakeApi {
  /** @returns the name and parameters of what is asked, `undefined` when another API is meant */
  read(received: Received): { readonly action: string; readonly parameters: Parameters } | undefined;
  /** @throws {VendorError} to refuse it */
  admit(play: Play, received: Received): Promise<void>;
  run(play: Play, action: string, received: Received): Promise<object> | object;
  answer(result: object, requestId: string, now: Date): Answer;
  /** How it says that it is called too often. */
  readonly tooOften: string;
}

/** The time that the server has. */
export function nowOf({ clockSkewSeconds = 0 }: FakeDnspodOptions): Date {
  return new Date(Date.now() + clockSkewSeconds * 1000);
}
