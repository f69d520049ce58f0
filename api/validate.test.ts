import { describe, expect, it } from 'vitest';

import { describeViolation } from './rule.ts';
import { validateSchema, type SchemaKind } from './validate.ts';

function problems(kind: SchemaKind, members: object): readonly string[] {
  const apiVersion =
    kind === 'Order' || kind === 'Challenge' ? 'acme.cert-manager.io/v1' : 'cert-manager.io/v1';
  const object = { apiVersion, kind, metadata: { name: 'shop', namespace: 'web' }, ...members };
  return validateSchema(kind, object).map(describeViolation);
}

function certificate(spec: object): readonly string[] {
  return problems('Certificate', { spec: { secretName: 'shop-tls', issuerRef: { name: 'ca' }, ...spec } });
}

const issuer = (acme: object) =>
  problems('Issuer', {
    spec: { acme: { server: 'https://acme.example/dir', privateKeySecretRef: { name: 'account' }, ...acme } },
  });

describe('a certificate that fits its schema', () => {
  it('has no violation', () => {
    expect(certificate({ dnsNames: ['shop.example'], duration: '2160h', usages: ['server auth'] })).toEqual(
      [],
    );
  });

  it('may have members that the API server drops', () => {
    expect(certificate({ dnsname: ['shop.example'] })).toEqual([]);
  });

  it('may have members that are null, which count as absent', () => {
    expect(certificate({ dnsNames: null, privateKey: { size: null } })).toEqual([]);
  });

  it('may have no spec at all, since the API server lets it pass', () => {
    expect(problems('Certificate', {})).toEqual([]);
  });
});

describe('a certificate that does not fit', () => {
  it.each([
    [{ secretName: null }, 'spec.secretName: Required value'],
    [{ issuerRef: {} }, 'spec.issuerRef.name: Required value'],
    [{ dnsNames: 'shop.example' }, 'spec.dnsNames: Invalid value: must be of type array, not string'],
    [
      { dnsNames: ['shop.example', 7] },
      'spec.dnsNames[1]: Invalid value: must be of type string, not number',
    ],
    [{ ipAddresses: [null] }, 'spec.ipAddresses[0]: Invalid value: must be of type string, not null'],
    [
      { privateKey: { algorithm: 'rsa' } },
      'spec.privateKey.algorithm: Unsupported value: "rsa": supported values: "RSA", "ECDSA", "Ed25519"',
    ],
    [
      { secretTemplate: { labels: { 'example.com/team': 1 } } },
      'spec.secretTemplate.labels[example.com/team]: Invalid value: must be of type string, not number',
    ],
    [
      { duration: '90d' },
      'spec.duration: Invalid value: "90d": must be a duration such as 2160h or 1h30m, with the units h, m, s, ms, us, ns (there is no unit for days)',
    ],
    [
      { duration: '9999999999h' },
      'spec.duration: Invalid value: "9999999999h": must be a duration such as 2160h or 1h30m, with the units h, m, s, ms, us, ns (there is no unit for days)',
    ],
    [
      { revisionHistoryLimit: 2 ** 31 },
      'spec.revisionHistoryLimit: Invalid value: "2147483648": must be at most 2147483647',
    ],
    [
      { privateKey: { size: 2048.5 } },
      'spec.privateKey.size: Invalid value: must be of type integer, not number',
    ],
    [
      { renewal: { windows: [{ cron: '', windowDuration: '4h' }] } },
      'spec.renewal.windows[0].cron: Invalid value: "": must be at least 1 characters long',
    ],
    [
      { renewal: { windows: [{ cron: '@daily', windowDuration: '4d' }] } },
      'spec.renewal.windows[0].windowDuration: Invalid value: "4d": must match ^([0-9]+(\\.[0-9]+)?(s|m|h))+$',
    ],
  ])('%j', (spec, problem) => {
    expect(certificate(spec)).toEqual([problem]);
  });

  it('is told everything at once', () => {
    expect(certificate({ secretName: 1, isCA: 'yes', usages: ['serverAuth'] })).toHaveLength(3);
  });
});

describe('an issuer', () => {
  it('may give amounts of resources as numbers and as text', () => {
    const podTemplate = { spec: { resources: { limits: { cpu: 1, memory: '64Mi' } } } };

    expect(issuer({ solvers: [{ http01: { ingress: { podTemplate } } }] })).toEqual([]);
  });

  it('may hand any JSON to a webhook solver, null and unknown members included', () => {
    const webhook = {
      groupName: 'acme.example',
      solverName: 'x',
      config: { a: [null, { b: null }], ttl: 600 },
    };

    expect(issuer({ solvers: [{ dns01: { webhook } }] })).toEqual([]);
  });

  it.each([
    [
      { caBundle: 'not base64!' },
      'spec.acme.caBundle: Invalid value: must be base64, with padding and on one line',
    ],
    [
      { preferredChain: 'x'.repeat(65) },
      'spec.acme.preferredChain: Too long: may not be longer than 64 characters',
    ],
    [
      { solvers: [{ http01: { gatewayHTTPRoute: { parentRefs: [{ name: 'gw', port: 0 }] } } }] },
      'spec.acme.solvers[0].http01.gatewayHTTPRoute.parentRefs[0].port: Invalid value: "0": must be at least 1',
    ],
    [
      {
        solvers: [
          { http01: { ingress: { podTemplate: { spec: { resources: { limits: { cpu: true } } } } } } },
        ],
      },
      'spec.acme.solvers[0].http01.ingress.podTemplate.spec.resources.limits.cpu: Invalid value: must be of type integer or string, not boolean',
    ],
  ])('that does not fit: %j', (acme, problem) => {
    expect(issuer(acme)).toEqual([problem]);
  });
});

describe('the other kinds', () => {
  it('need spec and metadata where upstream does', () => {
    expect(validateSchema('Order', {}).map(describeViolation)).toEqual([
      'metadata: Required value',
      'spec: Required value',
    ]);
    expect(problems('Issuer', {})).toEqual(['spec: Required value']);
    expect(problems('CertificateRequest', { spec: { request: 'aGk=', issuerRef: { name: 'ca' } } })).toEqual(
      [],
    );
  });

  it('take times as RFC 3339 only', () => {
    const status = (failureTime: string) => ({
      spec: { request: 'aGk=', issuerRef: { name: 'acme' } },
      status: { failureTime },
    });

    expect(problems('Order', status('2026-01-31T12:00:00Z'))).toEqual([]);
    expect(problems('Order', status('2026-02-30T12:00:00Z'))).toHaveLength(1);
    expect(problems('Order', status('2026-01-31'))).toHaveLength(1);
  });
});

describe('a call of a DNS-01 solver', () => {
  const request = {
    uid: '',
    action: 'Present',
    type: 'dns-01',
    dnsName: 'shop.example',
    key: 'value',
    resourceNamespace: 'web',
    resolvedFQDN: '_acme-challenge.shop.example.',
    resolvedZone: 'shop.example.',
    allowAmbientCredentials: false,
  };

  it('needs no apiVersion and kind, as cert-manager calls', () => {
    expect(validateSchema('ChallengePayload', { request })).toEqual([]);
  });

  it('knows two actions, in these spellings', () => {
    const violations = validateSchema('ChallengePayload', { request: { ...request, action: 'present' } });

    expect(violations.map(describeViolation)).toEqual([
      'request.action: Unsupported value: "present": supported values: "Present", "CleanUp"',
    ]);
  });
});

describe('an object that is nested as deeply as JSON is', () => {
  it('is judged all the same', () => {
    const config: unknown = JSON.parse('{"a":['.repeat(50_000) + ']}'.repeat(50_000));
    const webhook = { groupName: 7, solverName: 's', config };
    const acme = { server: 's', privateKeySecretRef: { name: 'n' }, solvers: [{ dns01: { webhook } }] };

    expect(validateSchema('Issuer', { metadata: {}, spec: { acme } }).map(({ field }) => field)).toEqual([
      'spec.acme.solvers[0].dns01.webhook.groupName',
    ]);
  });
});
