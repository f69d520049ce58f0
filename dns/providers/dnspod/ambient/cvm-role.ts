import { TerminalFailure, TransientFailure } from '../../../../api/failure.ts';
import type { ProviderTools } from '../../../provider.ts';
import { exchange } from '../../../vendor-api/exchange.ts';
import type { Reply } from '../../../vendor-api/exchange.ts';
import { memberOf } from '../../../vendor-api/json.ts';
import type { Vendor } from '../../../vendor-api/refusal.ts';
import { noCredentials, readTemporaryKey } from './temporary-key.ts';
import type { TemporaryKey } from './temporary-key.ts';

const metadata: Vendor = {
  label: 'The metadata service of Tencent Cloud',
  word: 'DnspodMetadata',
  advice: () => undefined,
};
const realUrl = 'http://metadata.tencentyun.com';
const path = '/latest/meta-data/cam/security-credentials/';
const requestSeconds = 3;

/**
 * The key of the role that a CVM machine has (https://cloud.tencent.com/document/product/213/4934): the first answer is
 * the role's name, the second its key.
 *
 * @throws {Failure} `DnspodNoCredentials`
 */
export async function cvmRoleKey(
  metadataUrl: string | undefined,
  tools: ProviderTools,
): Promise<TemporaryKey> {
  const base = new URL(path, metadataUrl ?? realUrl);
  const role = await ask(base, tools);
  if (role.status !== 200 || !/^[\w.=,@-]+$/.test(role.text)) {
    throw noCredentials(TerminalFailure, 'this machine has no role');
  }
  const { status, json } = await ask(new URL(role.text, base), tools);
  const given = status === 200 && memberOf(json, 'Code') === 'Success';
  const key = given ? readTemporaryKey(json, memberOf(json, 'ExpiredTime')) : undefined;
  if (key) return key;
  throw noCredentials(TransientFailure, 'the metadata service of Tencent Cloud has no key for its role');
}

async function ask(url: URL, tools: ProviderTools): Promise<Reply> {
  const what = 'the question for the role of this machine';
  try {
    return await exchange(metadata, tools, {
      url,
      method: 'GET',
      headers: {},
      seconds: requestSeconds,
      what,
    });
  } catch (error) {
    throw noCredentials(TransientFailure, 'the metadata service of Tencent Cloud did not answer', error);
  }
}
