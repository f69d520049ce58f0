import { VendorError } from '../vendor-error.ts';
import type { FakeApi } from './fake-api.ts';

const path = '/latest/meta-data/cam/security-credentials/';
const role = 'certloom-role';

/** What a CVM machine can ask for its role. */
export const metadataService: FakeApi = {
  tooOften: 'TooManyRequests',
  read: ({ request, url }) =>
    request.method === 'GET' && url.pathname.startsWith(path)
      ? { action: 'metadata', parameters: { asked: url.pathname.slice(path.length) } }
      : undefined,
  admit: () => Promise.resolve(),
  run({ options, keys }, _, { url }) {
    const asked = url.pathname.slice(path.length);
    if (options.machineHasRole === false) throw new VendorError('404', 'not found');
    if (asked === '') return { text: role };
    if (asked !== role) throw new VendorError('404', 'not found');
    const { secretId, secretKey, token, expiresAt } = keys.give();
    const expires = {
      ExpiredTime: Math.floor(expiresAt / 1000),
      Expiration: new Date(expiresAt).toISOString(),
    };
    return { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token, ...expires, Code: 'Success' };
  },
  answer(result) {
    if (result instanceof VendorError) return { status: Number(result.code) || 500, body: result.message };
    return { body: 'text' in result ? result.text : result };
  },
};
