import { describe, expect, it } from 'vitest';

import type { Ingress } from '../../api/networking.ts';
import { askingIngress } from '../../test/build/ingress.ts';
import { ingressKind } from './asking-kind.ts';
import { defaultIngressSettings } from './settings.ts';
import { wantedBy } from './wanted.ts';

function wanted(ingress: Ingress, settings = {}) {
  return wantedBy(ingress, ingressKind(defaultIngressSettings), { ...defaultIngressSettings, ...settings });
}

function said(annotations: Readonly<Record<string, string>>) {
  return wanted(askingIngress(annotations)).certificates[0]?.said;
}

describe('an Ingress with an issuer', () => {
  it('wants a Certificate for each TLS block', () => {
    const tls = [
      { hosts: ['shop.example', '*.shop.example'], secretName: 'shop-tls' },
      { hosts: ['192.0.2.1', '2001:db8::1'], secretName: 'ip-tls' },
    ];

    expect(wanted(askingIngress({}, { tls })).certificates).toMatchObject([
      { name: 'shop-tls', said: { dnsNames: ['shop.example', '*.shop.example'], secretName: 'shop-tls' } },
      { name: 'ip-tls', said: { ipAddresses: ['192.0.2.1', '2001:db8::1'], secretName: 'ip-tls' } },
    ]);
  });

  it('says nothing of what it leaves to defaults', () => {
    expect(said({})).toEqual({
      dnsNames: ['shop.example'],
      issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
      secretName: 'shop-tls',
      usages: ['digital signature', 'key encipherment'],
    });
  });

  it.each([
    ['cert-manager.io/common-name', 'shop.example', { commonName: 'shop.example' }],
    [
      'cert-manager.io/alt-names',
      'a.example, b.example,a.example',
      { dnsNames: ['shop.example', 'a.example', 'b.example'] },
    ],
    ['cert-manager.io/ip-sans', '192.0.2.9', { ipAddresses: ['192.0.2.9'] }],
    [
      'cert-manager.io/email-sans',
      'a@shop.example,b@shop.example',
      { emailAddresses: ['a@shop.example', 'b@shop.example'] },
    ],
    [
      'cert-manager.io/subject-organizations',
      'Shop,"Smith, ""Sons"""',
      { 'subject.organizations': ['Shop', 'Smith, "Sons"'] },
    ],
    ['cert-manager.io/subject-organizationalunits', 'Web', { 'subject.organizationalUnits': ['Web'] }],
    ['cert-manager.io/subject-countries', 'CN,DE', { 'subject.countries': ['CN', 'DE'] }],
    ['cert-manager.io/subject-provinces', 'Zhejiang', { 'subject.provinces': ['Zhejiang'] }],
    ['cert-manager.io/subject-localities', 'Hangzhou', { 'subject.localities': ['Hangzhou'] }],
    ['cert-manager.io/subject-postalcodes', '310000', { 'subject.postalCodes': ['310000'] }],
    ['cert-manager.io/subject-streetaddresses', '1 Main St', { 'subject.streetAddresses': ['1 Main St'] }],
    ['cert-manager.io/subject-serialnumber', '42', { 'subject.serialNumber': '42' }],
    ['cert-manager.io/duration', '720h', { duration: '720h0m0s' }],
    ['cert-manager.io/renew-before', '90m', { renewBefore: '1h30m0s' }],
    ['cert-manager.io/renew-before-percentage', '25', { renewBeforePercentage: 25 }],
    ['cert-manager.io/usages', 'server auth, client auth', { usages: ['server auth', 'client auth'] }],
    ['cert-manager.io/revision-history-limit', '3', { revisionHistoryLimit: 3 }],
    ['cert-manager.io/private-key-algorithm', 'ECDSA', { 'privateKey.algorithm': 'ECDSA' }],
    ['cert-manager.io/private-key-encoding', 'PKCS8', { 'privateKey.encoding': 'PKCS8' }],
    ['cert-manager.io/private-key-size', '4096', { 'privateKey.size': 4096 }],
    ['cert-manager.io/private-key-rotation-policy', 'Never', { 'privateKey.rotationPolicy': 'Never' }],
    ['cert-manager.io/secret-template', '{"labels":{"a":"b"}}', { secretTemplate: { labels: { a: 'b' } } }],
  ])('%s: %s', (annotation, value, fields) => {
    expect(said({ [annotation]: value })).toMatchObject(fields);
  });

  it.each([
    ['cert-manager.io/duration', '90d', '"90d" is not a duration'],
    ['cert-manager.io/renew-before', 'soon', '"soon" is not a duration'],
    ['cert-manager.io/renew-before-percentage', '2147483648', '"2147483648" is no whole number'],
    ['cert-manager.io/usages', 'serve', '"serve" is no key usage'],
    ['cert-manager.io/usages', ' ,', 'no key usage is listed'],
    ['cert-manager.io/revision-history-limit', '0', '"0" is no whole number >= 1'],
    ['cert-manager.io/private-key-algorithm', 'DSA', '"DSA" is none of RSA, ECDSA, Ed25519'],
    ['cert-manager.io/private-key-encoding', 'DER', '"DER" is none of PKCS1, PKCS8'],
    ['cert-manager.io/private-key-size', '1024', 'RSA keys have 2048 to 8192 bits, not 1024'],
    ['cert-manager.io/private-key-rotation-policy', 'Daily', '"Daily" is none of Never, Always'],
    ['cert-manager.io/subject-organizations', 'a"b', 'a quote is out of place'],
    ['cert-manager.io/secret-template', '{', ''],
    ['cert-manager.io/secret-template', '[]', 'expected an object'],
    ['cert-manager.io/secret-template', '{"data":{}}', 'unknown field "data"'],
    ['cert-manager.io/secret-template', '{"labels":{"a":1}}', 'labels must map names to texts'],
    [
      'cert-manager.io/secret-template',
      '{"annotations":{"cert-manager.io/x":""}}',
      'annotations of cert-manager.io are not',
    ],
  ])('%s: %s is refused', (annotation, value, why) => {
    expect(() => said({ [annotation]: value })).toThrow(`invalid ingress annotation "${annotation}": ${why}`);
  });

  it('has keys of the size that its algorithm allows', () => {
    const algorithm = { 'cert-manager.io/private-key-algorithm': 'ECDSA' };

    expect(said({ ...algorithm, 'cert-manager.io/private-key-size': '384' })).toMatchObject({
      'privateKey.size': 384,
    });
    expect(() => said({ ...algorithm, 'cert-manager.io/private-key-size': '2048' })).toThrow(
      'ECDSA keys have 256, 384 or 521 bits, not 2048',
    );
  });

  it('skips a block that lacks hosts or a Secret, and says which', () => {
    const tls = [{ secretName: 'none-tls' }, {}, { hosts: ['shop.example'], secretName: 'shop-tls' }];
    const { certificates, problems } = wanted(askingIngress({}, { tls }));

    expect(certificates.map(({ name }) => name)).toEqual(['shop-tls']);
    expect(problems).toEqual([
      'Skipped a TLS block: spec.tls[0].hosts: Required value',
      'Skipped a TLS block: spec.tls[1].hosts: Required value, spec.tls[1].secretName: Required value',
    ]);
  });
});

describe('the issuer', () => {
  const issuerRef = (annotations: Record<string, string>, settings = {}) => {
    const ingress = askingIngress();
    return wanted({ ...ingress, metadata: { ...ingress.metadata, annotations } }, settings).certificates[0]
      ?.said['issuerRef'];
  };
  const group = 'cert-manager.io';
  const usual = { defaultIssuer: { name: 'le', kind: 'ClusterIssuer', group } };

  it.each([
    [{ 'cert-manager.io/issuer': 'a' }, {}, { name: 'a', kind: 'Issuer', group }],
    [{ 'cert-manager.io/cluster-issuer': 'a' }, {}, { name: 'a', kind: 'ClusterIssuer', group }],
    [{ 'kubernetes.io/tls-acme': 'true' }, usual, { name: 'le', kind: 'ClusterIssuer', group }],
    [{ 'cert-manager.io/issuer': 'a' }, usual, { name: 'a', kind: 'Issuer', group }],
    [
      {
        'cert-manager.io/issuer': 'a',
        'cert-manager.io/issuer-kind': 'Mine',
        'cert-manager.io/issuer-group': 'x.io',
      },
      {},
      { name: 'a', kind: 'Mine', group: 'x.io' },
    ],
  ])('of %j is found', (annotations, settings, found) => {
    expect(issuerRef(annotations, settings)).toEqual(found);
  });

  it.each([
    [{ 'kubernetes.io/tls-acme': 'true' }, 'no issuer is named'],
    [{ 'cert-manager.io/issuer': '' }, 'no issuer is named'],
    [
      { 'cert-manager.io/issuer': 'a', 'cert-manager.io/cluster-issuer': 'b' },
      'both "cert-manager.io/cluster-issuer" and "cert-manager.io/issuer" are set',
    ],
    [
      { 'cert-manager.io/cluster-issuer': 'b', 'cert-manager.io/issuer-kind': 'Issuer' },
      'both "cert-manager.io/cluster-issuer" and "cert-manager.io/issuer-kind" are set',
    ],
  ])('of %j is in doubt', (annotations, why) => {
    expect(() => issuerRef(annotations)).toThrow(
      `Could not determine issuer for ingress due to bad annotations: ${why}`,
    );
  });
});

describe('labels and annotations', () => {
  it('are passed on but those by which others know what they applied', () => {
    const labels = {
      team: 'shop',
      'applyset.kubernetes.io/part-of': 'x',
      'kustomize.toolkit.fluxcd.io/name': 'apps',
    };

    expect(wanted(askingIngress({}, { labels })).certificates[0]?.labels).toEqual({ team: 'shop' });
  });

  it('are passed on where the configuration names them', () => {
    const found = wanted(askingIngress({ a: '1', b: '2', 'argocd.argoproj.io/tracking-id': 'x' }), {
      extraAnnotations: ['a', 'c', 'argocd.argoproj.io/tracking-id'],
    });

    expect(found.certificates[0]?.annotations).toEqual({ a: '1' });
  });

  it.each([
    [
      { 'acme.cert-manager.io/http01-edit-in-place': 'true' },
      {
        'acme.cert-manager.io/http01-override-ingress-name': 'shop',
        'cert-manager.io/issue-temporary-certificate': 'true',
      },
    ],
    [{ 'acme.cert-manager.io/http01-edit-in-place': 'false' }, {}],
    [
      { 'acme.cert-manager.io/http01-ingress-class': 'nginx' },
      { 'acme.cert-manager.io/http01-override-ingress-class': 'nginx' },
    ],
    [
      { 'acme.cert-manager.io/http01-ingress-ingressclassname': 'nginx' },
      { 'acme.cert-manager.io/http01-override-ingress-ingressclassname': 'nginx' },
    ],
  ])('%j say how HTTP-01 is answered', (annotations, passed) => {
    expect(wanted(askingIngress(annotations)).certificates[0]?.annotations).toEqual(passed);
  });
});
