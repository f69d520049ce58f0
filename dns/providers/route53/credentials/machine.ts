import type { ProviderTools } from '../../../provider.ts';
import type { AmbientOptions } from './ambient-options.ts';
import type { TemporaryKey } from './key-cache.ts';
import { askMetadata, readKey } from './metadata.ts';
import { noCredentials } from './no-credentials.ts';

const realUrl = 'http://169.254.169.254';
const path = '/latest/meta-data/iam/security-credentials/';

/**
 * The key of the role that an EC2 machine has, by version 2 of its metadata service
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html): a session, the role's name, its
 * key.
 *
 * @throws {TransientFailure} `Route53NoCredentials`
 */
export async function machineKey(options: AmbientOptions, tools: ProviderTools): Promise<TemporaryKey> {
  if (options.environment?.['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true') {
    throw noCredentials('the environment of the process has none');
  }
  const base = new URL(options.metadataUrl ?? realUrl);
  const session = await askMetadata(
    {
      url: new URL('/latest/api/token', base),
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
    },
    tools,
  );
  if (session.status !== 200 || !/^[\x21-\x7e]+$/.test(session.text)) throw noRole();
  const headers = { 'x-aws-ec2-metadata-token': session.text };
  const role = await askMetadata({ url: new URL(path, base), headers }, tools);
  if (role.status !== 200 || !/^[\w+=,.@-]+$/.test(role.text)) throw noRole();
  const key = readKey(await askMetadata({ url: new URL(`${path}${role.text}`, base), headers }, tools));
  if (key) return key;
  throw noCredentials('the metadata service of AWS has no key for the role of this machine');
}

function noRole() {
  return noCredentials('neither this pod nor this machine has a role');
}
