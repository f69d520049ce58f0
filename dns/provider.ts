import type { fetch as undiciFetch } from 'undici';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';

/** undici's own `fetch`: Node's global one does not take an undici 8 dispatcher. */
export type Fetch = typeof undiciFetch;

/** One TXT value of one name. Names are absolute: they end in a dot. */
export interface TxtRecord {
  /** Where the value goes, after CNAMEs were followed: need not begin with `_acme-challenge`. */
  readonly fqdn: string;
  /** The zone found by asking DNS for the SOA; may be wrong where a resolver is. */
  readonly zone: string;
  readonly value: string;
}

/** A key of a Secret in the Issuer's namespace (or the cluster resource namespace). */
export interface SecretKeyRef {
  readonly name: string;
  readonly key: string;
}

/** What a provider may touch of the world. */
export interface ProviderTools {
  /**
   * @returns the value as it is stored, not trimmed
   * @throws {Failure} when the Secret or its key is missing or may not be read
   */
  readSecret(ref: SecretKeyRef): Promise<string>;
  /** Tokens of ServiceAccounts beside the Secrets; only the controller has them. */
  readonly serviceAccounts?: ServiceAccounts;
  /** Whether credentials of the process's surroundings (environment, metadata service) may be used. */
  readonly allowAmbientCredentials: boolean;
  /** Ends the call when the caller has gone. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: Fetch;
  /** Told of every answer of a vendor's API, for metrics. */
  readonly observe?: (answer: ApiAnswer) => void;
}

/** The ServiceAccounts of one namespace, by the TokenRequest API. */
export interface ServiceAccounts {
  readonly namespace: string;
  /**
   * @returns a token that is good for ten minutes
   * @throws {Failure} when the ServiceAccount is missing or the token may not be had
   */
  token(account: { readonly name: string; readonly audiences: readonly string[] }): Promise<string>;
}

/** What became of one request to a vendor. */
export interface ApiAnswer {
  /** As people write its name: "DNSPod". */
  readonly vendor: string;
  /** The vendor's name for what was asked: few different ones. */
  readonly action: string;
  /** `ok`, the vendor's own code, or the reason of a failure when there was no answer. */
  readonly code: string;
}

/**
 * One DNS vendor or protocol: two repeatable methods and the shape of its configuration. A whole call takes under 25 s
 * (the API server cuts proxied calls at 60 s), never waits for propagation, and its failures' texts are the same on
 * every retry: they become `Challenge.status.reason`.
 */
export interface DnsProvider<Config> {
  /** What users write as `solverName`, lower case. */
  readonly name: string;
  /** JSON Schema of the configuration as people write it: for documentation and editors. */
  readonly configSchema: object;
  /**
   * Reads the configuration of the Issuer (`webhook.config`, or the built-in provider's own field), leniently where Go
   * is lenient.
   *
   * @throws {TerminalFailure} `InvalidSolverConfig`
   */
  readConfig(raw: unknown): Config;
  /** Makes the value exist beside any others at that name. Repeating is success. */
  present(record: TxtRecord, config: Config, tools: ProviderTools): Promise<void>;
  /** Removes this value and no other. Absent is success. Finds it by value: the process may have restarted. */
  cleanUp(record: TxtRecord, config: Config, tools: ProviderTools): Promise<void>;
}
