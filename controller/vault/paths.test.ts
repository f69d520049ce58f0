import { describe, expect, it } from 'vitest';

import { apiPath, loginPath } from './paths.ts';

describe('where a Vault has something', () => {
  it.each(['pki/sign/web', '/pki/sign/web', 'v1/pki/sign/web', '/v1/pki/sign/web', '/v1/pki/sign/web/'])(
    'is understood from %s',
    (stated) => {
      expect(apiPath(stated)).toBe('pki/sign/web');
    },
  );

  it.each([undefined, '', 'kubernetes', 'auth/kubernetes', '/auth/kubernetes/', '/v1/auth/kubernetes'])(
    'one logs in, stated as %s',
    (stated) => {
      expect(loginPath(stated, 'kubernetes')).toBe('auth/kubernetes/login');
    },
  );

  it('one logs in, keeps the name of the mount', () => {
    expect(loginPath('/v1/auth/clusters/eu', 'kubernetes')).toBe('auth/clusters/eu/login');
  });
});
