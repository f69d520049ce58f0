import { describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import type { Ingress } from '../../api/networking.ts';
import { askingIngress, certificateOf } from '../../test/build/ingress.ts';
import { ingressKind } from './asking-kind.ts';
import { type Seen, decide } from './decide.ts';
import { recorded } from './record-of-said.ts';
import { defaultIngressSettings } from './settings.ts';
import { wantedBy } from './wanted.ts';

const issuer = 'cert-manager.io/issuer';

function decided(ingress: Ingress, ...there: Certificate[]) {
  const uid = ingress.metadata.uid;
  const seen: Seen<Ingress> = {
    object: ingress,
    kind: ingressKind(defaultIngressSettings),
    controlled: there.filter(({ metadata }) => metadata.ownerReferences?.[0]?.uid === uid),
    named: (name) => there.find(({ metadata }) => metadata.name === name),
    settings: defaultIngressSettings,
  };
  return decide(seen).actions[0];
}

/** As it is after we made it from the Ingress. */
function madeFrom(ingress: Ingress, spec: Partial<Certificate['spec']> = {}): Certificate {
  const [wanted] = wantedBy(
    ingress,
    ingressKind(defaultIngressSettings),
    defaultIngressSettings,
  ).certificates;
  const said = wanted === undefined ? '' : recorded(wanted);
  const { labels = {} } = ingress.metadata;
  return certificateOf(ingress, spec, {
    labels,
    annotations: { ...wanted?.annotations, 'certloom/said-by-ingress': said },
    ownerReferences: certificateOf(ingress).metadata.ownerReferences ?? [],
  });
}

function patchOf(ingress: Ingress, there: Certificate) {
  const [change] = decided(ingress, there)?.changes ?? [];
  return change?.do === 'update' ? change.patch : change?.do;
}

describe('a Certificate that is missing', () => {
  it('is made', () => {
    expect(decided(askingIngress())?.changes).toMatchObject([{ do: 'create', wanted: { name: 'shop-tls' } }]);
  });

  it('is not made for an Ingress that goes', () => {
    const { metadata, ...rest } = askingIngress();

    expect(
      decided({ ...rest, metadata: { ...metadata, finalizers: ['foregroundDeletion'] } })?.changes,
    ).toEqual([]);
  });

  it('takes the place of one left over from an Ingress of the same name', () => {
    const before = askingIngress();
    const left = certificateOf({ ...before, metadata: { ...before.metadata, uid: 'before' } });

    expect(decided(before, left)?.changes).toMatchObject([{ do: 'create' }]);
  });
});

describe('a Certificate that is as it should be', () => {
  it('rests', () => {
    expect(patchOf(askingIngress(), madeFrom(askingIngress()))).toBeUndefined();
  });

  it('rests when upstream made it, with defaults written out', () => {
    const privateKey = { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' } as const;

    expect(patchOf(askingIngress(), certificateOf(askingIngress(), { privateKey }))).toBeUndefined();
  });

  it('rests when the same is written otherwise', () => {
    const ingress = askingIngress({
      'cert-manager.io/duration': '24h',
      'cert-manager.io/alt-names': 'b.example',
    });
    const spec = { duration: '1440m', dnsNames: ['b.example', 'shop.example'], issuerRef: { name: 'ca' } };

    expect(patchOf(ingress, madeFrom(ingress, spec))).toBeUndefined();
  });

  it('rests when the organisation or a person filled in what the Ingress leaves open', () => {
    const spec = { duration: '720h', privateKey: { algorithm: 'ECDSA' } } as const;

    expect(patchOf(askingIngress(), madeFrom(askingIngress(), spec))).toBeUndefined();
  });
});

describe('a Certificate that is not', () => {
  it.each([
    ['a name', {}, { dnsNames: ['other.example'] }, { dnsNames: ['shop.example'] }],
    ['an address too many', {}, { ipAddresses: ['192.0.2.1'] }, undefined],
    ['usages', { 'cert-manager.io/usages': 'server auth' }, {}, { usages: ['server auth'] }],
    [
      'the group',
      { 'cert-manager.io/issuer-group': 'x.io' },
      {},
      { issuerRef: { name: 'ca', kind: 'Issuer', group: 'x.io' } },
    ],
    ['a subject', { 'cert-manager.io/subject-countries': 'CN' }, {}, { subject: { countries: ['CN'] } }],
    ['a key', { 'cert-manager.io/private-key-size': '4096' }, {}, { privateKey: { size: 4096 } }],
  ])('gets %s', (_, annotations, spec, patch) => {
    const ingress = askingIngress(annotations);
    const found = patchOf(ingress, madeFrom(ingress, spec));

    expect(found === undefined ? undefined : (found as { spec?: object }).spec).toEqual(patch);
  });

  it('loses what the Ingress said once and says no longer', () => {
    const said = { 'cert-manager.io/duration': '24h', 'acme.cert-manager.io/http01-ingress-class': 'nginx' };
    const made = madeFrom(askingIngress(said, { labels: { team: 'shop' } }), {
      duration: '24h',
      renewBefore: '8h',
    });

    expect(patchOf(askingIngress(), made)).toEqual({
      metadata: {
        labels: { team: null },
        annotations: {
          'acme.cert-manager.io/http01-override-ingress-class': null,
          'certloom/said-by-ingress': 'dnsNames,issuerRef,secretName,usages',
        },
      },
      spec: { duration: null },
    });
  });

  it('loses members of a template', () => {
    const template = { 'cert-manager.io/secret-template': '{"labels":{"b":"2"}}' };
    const there = madeFrom(askingIngress(template), {
      secretTemplate: { labels: { a: '1' }, annotations: {} },
    });

    expect(patchOf(askingIngress(template), there)).toMatchObject({
      spec: { secretTemplate: { labels: { a: null, b: '2' }, annotations: null } },
    });
  });
});

describe('a Certificate that is not required', () => {
  const other = { tls: [{ hosts: ['shop.example'], secretName: 'other-tls' }] };

  it('goes when no block names its Secret', () => {
    const there = certificateOf(askingIngress());

    expect(decided(askingIngress({}, other), there)?.changes.map((change) => change.do)).toEqual([
      'create',
      'delete',
    ]);
  });

  it('goes when the Ingress asks no longer, unless upstream left it', () => {
    const { metadata, ...rest } = askingIngress();
    const { [issuer]: _, ...annotations } = metadata.annotations ?? {};
    const silent = { ...rest, metadata: { ...metadata, annotations } };

    expect(decided(silent, madeFrom(askingIngress()))?.changes).toMatchObject([{ do: 'delete' }]);
    expect(decided(silent, certificateOf(askingIngress()))?.changes).toEqual([]);
  });

  it('stays while the Ingress makes no sense', () => {
    const torn = askingIngress({ 'cert-manager.io/cluster-issuer': 'b' }, other);

    expect(decided(torn, certificateOf(askingIngress()))).toMatchObject({
      changes: [],
      problems: [expect.stringContaining('Could not determine issuer')],
    });
  });
});

describe('the Certificate of somebody else', () => {
  const foreign = (spec: Partial<Certificate['spec']>) =>
    certificateOf(askingIngress(), spec, { ownerReferences: [] });

  it('is left alone, and told of', () => {
    expect(decided(askingIngress(), foreign({ dnsNames: ['other.example'] }))).toMatchObject({
      changes: [],
      problems: [expect.stringContaining('Certificate "shop-tls" belongs to somebody else')],
    });
  });

  it('is good enough when it has all the names', () => {
    expect(decided(askingIngress(), foreign({}))).toEqual({ changes: [], problems: [] });
  });
});
