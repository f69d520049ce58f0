import { TerminalFailure } from '../../../api/failure.ts';
import type { ProviderTools, SecretKeyRef, TxtRecord } from '../../provider.ts';
import { createDnspodClient } from './client.ts';
import type { DnspodClient } from './client.ts';
import type { DnspodConfig } from './config.ts';
import type { Memory } from './memory.ts';
import type { DnspodCredentials } from './sign.ts';

/** Settings of the process, never of an Issuer. */
export interface DnspodOptions {
  /** Where the API is, for Issuers that name no endpoint: `https://dnspod.tencentcloudapi.com` when left out. */
  readonly endpoint?: string;
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: () => number;
}

/** One call of the solver: one record, one account, one budget of time. */
export interface Session {
  readonly client: DnspodClient;
  readonly record: TxtRecord;
  readonly config: DnspodConfig;
  readonly tools: ProviderTools;
  readonly memory: Memory;
  /** Names the account in the memory's keys. */
  readonly account: string;
}

const mainland = 'https://dnspod.tencentcloudapi.com';

/** @throws {TerminalFailure} `EmptySecret`, and whatever reading a Secret throws */
export async function openSession(
  subject: { readonly record: TxtRecord; readonly config: DnspodConfig },
  tools: ProviderTools,
  provider: { readonly options: DnspodOptions; readonly memory: Memory },
): Promise<Session> {
  const { options, memory } = provider;
  const { endpointHost } = subject.config;
  const url = new URL(
    endpointHost === undefined ? (options.endpoint ?? mainland) : `https://${endpointHost}`,
  );
  const credentials = await readCredentials(subject.config, tools);
  const client = createDnspodClient({ url, credentials, tools, random: options.random ?? Math.random });
  return { ...subject, tools, memory, client, account: `${url.host} ${credentials.secretId}` };
}

async function readCredentials(config: DnspodConfig, tools: ProviderTools): Promise<DnspodCredentials> {
  const { secretId } = config;
  const [id, key] = await Promise.all([
    'literal' in secretId ? secretId.literal : readTrimmed(secretId, tools),
    readTrimmed(config.secretKeyRef, tools),
  ]);
  return { secretId: id, secretKey: key };
}

/** A line break at the end, as `kubectl create secret --from-file` leaves it, would break the signature. */
async function readTrimmed(ref: SecretKeyRef, tools: ProviderTools): Promise<string> {
  const value = (await tools.readSecret(ref)).trim();
  if (value !== '') return value;
  throw new TerminalFailure('EmptySecret', `Key "${ref.key}" of Secret "${ref.name}" is empty`);
}
