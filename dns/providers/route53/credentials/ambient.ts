import type { ProviderTools } from '../../../provider.ts';
import type { Place } from '../places.ts';
import type { AmbientOptions } from './ambient-options.ts';
import { containerKey } from './container.ts';
import type { TemporaryKey } from './key-cache.ts';
import { machineKey } from './machine.ts';
import { readToken } from './read-token.ts';
import { assumeRoleWithToken } from './sts.ts';

/**
 * The key of where the process runs, in the order of AWS's own libraries
 * (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html): a key in the environment, the role of
 * the ServiceAccount (IRSA), that of the container (EKS Pod Identity, ECS), that of the machine.
 *
 * @throws {Failure} `Route53NoCredentials`, `Route53Sts…`
 */
export async function ambientKey(
  options: AmbientOptions,
  place: Place,
  tools: ProviderTools,
): Promise<TemporaryKey> {
  const { environment = {} } = options;
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ROLE_ARN: role,
  } = environment;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined };
  }
  if (tokenFile && role) {
    const token = await readToken(tokenFile, 'AWS_WEB_IDENTITY_TOKEN_FILE');
    return assumeRoleWithToken(place, role, token, tools);
  }
  const inContainer = await containerKey(environment, tools);
  return inContainer ?? machineKey(options, tools);
}
