import { describe, expect, it } from 'vitest';
import { payloadResponse, readPayload } from './challenge-payload.ts';

/** What cert-manager really sends. */
const request = {
  uid: '',
  action: 'Present',
  type: 'dns-01',
  dnsName: 'example.com',
  key: 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM',
  resourceNamespace: 'cert-manager',
  resolvedFQDN: '_acme-challenge.example.com.',
  resolvedZone: 'example.com.',
  allowAmbientCredentials: true,
  config: { secretIdRef: { name: 'dnspod', key: 'id' } },
};

function read(change: object = {}) {
  return readPayload(JSON.stringify({ request: { ...request, ...change } }));
}

describe('a ChallengePayload', () => {
  it('is read without kind, version and uid, as cert-manager sends it', () => {
    expect(read()).toEqual({
      uid: '',
      action: 'Present',
      key: request.key,
      resolvedFqdn: '_acme-challenge.example.com.',
      resolvedZone: 'example.com.',
      resourceNamespace: 'cert-manager',
      allowAmbientCredentials: true,
      config: request.config,
    });
  });

  it('is read with them as well', () => {
    const payload = {
      kind: 'ChallengePayload',
      apiVersion: 'webhook.acme.cert-manager.io/v1alpha1',
      request,
    };

    expect(readPayload(JSON.stringify(payload)).action).toBe('Present');
  });

  it('is read whatever the case of its member names', () => {
    const body = JSON.stringify({
      Request: { ...request, resolvedFQDN: undefined, ResolvedFqdn: 'a.example.com.' },
    });

    expect(readPayload(body).resolvedFqdn).toBe('a.example.com.');
  });

  it('allows no ambient credentials unless it says so', () => {
    expect(read({ allowAmbientCredentials: undefined }).allowAmbientCredentials).toBe(false);
    expect(read({ allowAmbientCredentials: 'true' }).allowAmbientCredentials).toBe(false);
  });

  it('may come without a configuration', () => {
    expect(read({ config: null }).config).toBeUndefined();
  });

  it.each([
    ['no request', '{}', 'payload request field cannot be empty'],
    ['no JSON', '{"request":', 'the body is not JSON'],
    ['a list', '[]', 'the body is not a JSON object'],
    [
      'another version',
      '{"apiVersion":"v2","kind":"ChallengePayload"}',
      'no kind "ChallengePayload" is registered',
    ],
    ['another kind', '{"kind":"Pod"}', 'no kind "Pod" is registered'],
  ])('with %s is refused', (_, body, message) => {
    expect(() => readPayload(body)).toThrow(message);
  });

  it.each([
    ['an action in lower case', { action: 'present' }, 'unknown action type "present"'],
    ['no value', { key: '' }, 'request.key is empty'],
    ['no name', { resolvedFQDN: undefined }, 'request.resolvedFQDN is empty'],
    ['a value that is no text', { key: 7 }, 'request.key is not a string'],
    ['a path for a namespace', { resourceNamespace: '../secrets' }, 'not the name of a namespace'],
  ])('with %s is refused', (_, change, message) => {
    expect(() => read(change)).toThrow(message);
  });
});

describe('the answer', () => {
  it('always has a response: without one the controller of cert-manager crashes', () => {
    expect(payloadResponse('7', { success: true })).toEqual({
      kind: 'ChallengePayload',
      apiVersion: 'webhook.acme.cert-manager.io/v1alpha1',
      response: { uid: '7', success: true },
    });
  });

  it('carries what went wrong under the key status', () => {
    const outcome = { success: false, message: 'no such zone', reason: 'ZoneNotFound', code: 400 } as const;

    expect(payloadResponse('', outcome)).toMatchObject({
      response: {
        uid: '',
        success: false,
        status: { status: 'Failure', message: 'no such zone', reason: 'ZoneNotFound', code: 400 },
      },
    });
  });

  it('never has an empty message: cert-manager takes that for a success', () => {
    const outcome = { success: false, message: ' ', reason: 'Odd', code: 400 } as const;

    expect(payloadResponse('', outcome)).toMatchObject({
      response: { status: { message: 'the DNS01 solver failed (Odd)' } },
    });
  });
});
