import type { ProviderTools } from '../../../provider.ts';
import { exchange } from '../../../vendor-api/exchange.ts';
import type { Reply } from '../../../vendor-api/exchange.ts';
import { isObject, textOf } from '../../../vendor-api/json.ts';
import type { Vendor } from '../../../vendor-api/refusal.ts';
import type { TemporaryKey } from './key-cache.ts';
import { noCredentials } from './no-credentials.ts';

const metadata: Vendor = {
  label: 'The metadata service of AWS',
  word: 'Route53Metadata',
  advice: () => undefined,
};
const requestSeconds = 2;

export interface MetadataRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a service that is there for this pod or machine only. @throws {TransientFailure} `Route53NoCredentials` */
export async function askMetadata(
  { url, method = 'GET', headers = {} }: MetadataRequest,
  tools: ProviderTools,
): Promise<Reply> {
  const what = 'the question for the role of this machine';
  try {
    return await exchange(metadata, tools, { url, method, headers, seconds: requestSeconds, what });
  } catch (error) {
    throw noCredentials('the metadata service of AWS did not answer', error);
  }
}

/** `{"AccessKeyId", "SecretAccessKey", "Token", "Expiration"}`. @returns `undefined` when something of it is missing */
export function readKey({ status, json }: Reply): TemporaryKey | undefined {
  if (status !== 200 || !isObject(json)) return undefined;
  const [accessKeyId, secretAccessKey, sessionToken] = [
    textOf(json['AccessKeyId']),
    textOf(json['SecretAccessKey']),
    textOf(json['Token']),
  ];
  const expiresAt = new Date(textOf(json['Expiration']));
  const whole = accessKeyId !== '' && secretAccessKey !== '' && sessionToken !== '';
  return whole && !Number.isNaN(expiresAt.getTime())
    ? { accessKeyId, secretAccessKey, sessionToken, expiresAt }
    : undefined;
}
