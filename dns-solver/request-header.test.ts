import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCertificate } from '../test/cluster/certificates.ts';
import {
  isCredential,
  readIdentity,
  readRequestHeaderConfig,
  type RequestHeaderConfig,
} from './request-header.ts';

/** What Node makes of the UTF-8 that Go sends. */
const asNodeReadsIt = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const config: RequestHeaderConfig = {
  clientCaPem: '',
  authorities: [],
  allowedNames: ['front-proxy-client'],
  usernameHeaders: ['x-remote-user'],
  groupHeaders: ['x-remote-group'],
  extraHeaderPrefixes: ['x-remote-extra-'],
  uidHeaders: ['x-remote-uid'],
};

describe('the user the front proxy speaks for', () => {
  it('has every group, also one with a comma in its name', () => {
    const identity = readIdentity({ 'x-remote-user': ['ann'], 'x-remote-group': ['a', 'b,c'] }, config);

    expect(identity).toEqual({ username: 'ann', groups: ['a', 'b,c'], extra: {} });
  });

  it('may have a name that is not ASCII', () => {
    const identity = readIdentity({ 'x-remote-user': [asNodeReadsIt('安妮')] }, config);

    expect(identity?.username).toBe('安妮');
  });

  it('has extra attributes with percent-decoded keys, and a badly encoded key as it is', () => {
    const headers = {
      'x-remote-user': ['ann'],
      'x-remote-extra-authentication.kubernetes.io%2fcredential-id': ['JTI=1'],
      'x-remote-extra-scopes': ['one', 'two'],
      'x-remote-extra-50%': ['x'],
    };

    expect(readIdentity(headers, config)?.extra).toEqual({
      'authentication.kubernetes.io/credential-id': ['JTI=1'],
      scopes: ['one', 'two'],
      '50%': ['x'],
    });
  });

  it('is nobody when no header names one', () => {
    expect(readIdentity({ 'x-remote-group': ['system:masters'] }, config)).toBeUndefined();
    expect(readIdentity({ 'x-remote-user': [''] }, config)).toBeUndefined();
  });

  it('comes from the first header that is not empty', () => {
    const two = { ...config, usernameHeaders: ['x-first', 'x-second'] };

    expect(readIdentity({ 'x-first': [''], 'x-second': ['ann'] }, two)?.username).toBe('ann');
  });

  it('has a uid only where the cluster says which header carries it', () => {
    const headers = { 'x-remote-user': ['ann'], 'x-remote-uid': ['42'] };

    expect(readIdentity(headers, config)?.uid).toBe('42');
    expect(readIdentity(headers, { ...config, uidHeaders: [] })).not.toHaveProperty('uid');
  });
});

describe('headers that say who somebody is', () => {
  it.each(['authorization', 'x-remote-user', 'x-remote-uid', 'x-remote-extra-scopes', 'x-corp-user'])(
    '%s is taken away before a solver could see it',
    (name) => {
      expect(isCredential(name, { ...config, usernameHeaders: ['x-corp-user'] })).toBe(true);
    },
  );

  it('are told from others also before the configuration is known', () => {
    expect(isCredential('x-remote-group', undefined)).toBe(true);
    expect(isCredential('content-type', undefined)).toBe(false);
  });
});

describe('the ConfigMap extension-apiserver-authentication', () => {
  let directory = '';
  let ca = '';

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certloom-request-header-'));
    ca = (await createCertificate(directory, { name: 'ca', commonName: 'front-proxy-ca' })).certificatePem;
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('says who the front proxy is', () => {
    const read = readRequestHeaderConfig({
      'client-ca-file': 'the CA of users, which is none of our business',
      'requestheader-client-ca-file': ca,
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-username-headers': '["X-Remote-User"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    });

    expect(read).toMatchObject({ ...config, clientCaPem: ca.trim(), authorities: [{}], uidHeaders: [] });
  });

  it('names nobody when it has no CA, or one that cannot be read', () => {
    expect(readRequestHeaderConfig({ 'client-ca-file': ca })).toBeUndefined();
    expect(readRequestHeaderConfig({ 'requestheader-client-ca-file': 'rubbish' })).toBeUndefined();
  });

  it('allows every name when it lists none', () => {
    for (const names of [undefined, '', '[]', 'null']) {
      const data = {
        'requestheader-client-ca-file': ca,
        ...(names !== undefined && { 'requestheader-allowed-names': names }),
      };
      expect(readRequestHeaderConfig(data)?.allowedNames).toEqual([]);
    }
  });

  it('is refused as a whole when a list is not one: a name list that cannot be read must not mean any name', () => {
    const data = { 'requestheader-client-ca-file': ca, 'requestheader-allowed-names': '{"a":1}' };

    expect(() => readRequestHeaderConfig(data)).toThrow(SyntaxError);
  });
});
