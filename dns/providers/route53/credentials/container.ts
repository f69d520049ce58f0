import type { ProviderTools } from '../../../provider.ts';
import type { AmbientOptions } from './ambient-options.ts';
import type { TemporaryKey } from './key-cache.ts';
import { askMetadata, readKey } from './metadata.ts';
import { noCredentials } from './no-credentials.ts';
import { readToken } from './read-token.ts';

const ecs = 'http://169.254.170.2';

/**
 * The key of the role that a container has, by EKS Pod Identity or ECS
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html).
 *
 * @returns `undefined` where it has none
 * @throws {TransientFailure} `Route53NoCredentials`
 */
export async function containerKey(
  environment: NonNullable<AmbientOptions['environment']>,
  tools: ProviderTools,
): Promise<TemporaryKey | undefined> {
  const {
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: relative,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: full,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  } = environment;
  if (!relative && !full) return undefined;
  const url = new URL(relative ? `${ecs}${relative}` : (full ?? ''));
  const authorization = tokenFile
    ? await readToken(tokenFile, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')
    : token;
  const reply = await askMetadata({ url, ...(authorization && { headers: { authorization } }) }, tools);
  const key = readKey(reply);
  if (key) return key;
  throw noCredentials('the role of this pod has no key (AWS_CONTAINER_CREDENTIALS_FULL_URI)');
}
