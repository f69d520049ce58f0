import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { certificates } from '../../api/kinds.ts';
import { type Ingress, ingresses } from '../../api/networking.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { defaultIngressSettings } from '../../controller/ingress/settings.ts';
import { crdFiles } from '../../tools/toolchain.ts';
import { installChart } from '../cluster/chart.ts';
import { waitFor } from '../cluster/loopback.ts';

const namespace = 'shop';
let scene: ControllerScene;
let controller: TestController;

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  controller = await scene.start();
  await scene.apply(...rootAndCa);
  await scene.ready('root');
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

/** Their kind may be missing. */
const withGateways = {
  settings: { ingress: { ...defaultIngressSettings, gateways: { enabled: true, extraProtocols: [] } } },
};

type Annotations = Readonly<Record<string, string | null>>;
type Tls = NonNullable<NonNullable<Ingress['spec']>['tls']>;

/** An Ingress that has a Certificate from the issuer `ca` for each Secret. */
function site(name: string, tls: Tls, annotations: Annotations = {}): object {
  const backend = { service: { name, port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      labels: { team: 'shop', 'kustomize.toolkit.fluxcd.io/name': 'apps' },
      annotations: { 'cert-manager.io/issuer': 'ca', ...annotations },
    },
    spec: { defaultBackend: backend, tls },
  };
}

function tls(name: string, ...hosts: string[]): Tls {
  return [{ secretName: `${name}-tls`, hosts }];
}

/** Waits until the Certificate in `<name>-tls` is as wanted. */
function certificate(name: string, isWanted: (found: Certificate) => boolean): Promise<Certificate> {
  return waitFor(`Certificate ${name}-tls to be as wanted`, async () => {
    const found = await scene.certificate(`${name}-tls`);
    return found !== undefined && isWanted(found) ? found : undefined;
  });
}

function gone(name: string): Promise<true> {
  return waitFor(`Certificate ${name}-tls to be gone`, async () =>
    (await scene.certificate(`${name}-tls`)) === undefined ? true : undefined,
  );
}

/** Waits for as many events about an Ingress. */
async function events(name: string, count: number): Promise<readonly string[]> {
  const found = await waitFor(`${count} events about ${name}`, async () => {
    const all = await scene.events(name);
    return all.length >= count ? all : undefined;
  });
  return found.map(({ type, reason, message }) => `${type} ${reason}: ${message}`).toSorted();
}

/** What was written of the Certificate itself. */
async function writes(name: string): Promise<readonly string[]> {
  const all = await scene.writesAbout(`${name}-tls`);
  return all.filter((write) => write.endsWith(' certificates'));
}

/** Nothing that is on its way arrives later than this. */
async function rest(): Promise<void> {
  await scene.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a-moment' } });
  await new Promise((resolve) => setTimeout(resolve, 700));
}

describe('an Ingress with an issuer and a TLS block', () => {
  beforeAll(async () => {
    await scene.apply(site('web', tls('web', 'web.example.com', '192.0.2.7')));
    await certificate('web', ({ status }) => status?.revision === 1);
  });

  it('gets a Certificate of its own', async () => {
    const made = await scene.certificate('web-tls');

    expect(made?.metadata.labels).toEqual({ team: 'shop' });
    expect(made?.metadata.ownerReferences).toMatchObject([
      { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web', controller: true },
    ]);
    expect(made?.spec).toEqual({
      dnsNames: ['web.example.com'],
      ipAddresses: ['192.0.2.7'],
      issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
      secretName: 'web-tls',
      usages: ['digital signature', 'key encipherment'],
    });
  });

  it('and the Secret that it names', async () => {
    expect(entry(await scene.secret('web'), 'tls.crt')).toContain('BEGIN CERTIFICATE');
  });

  it('costs one write, and one event', async () => {
    expect(await writes('web')).toEqual(['create certificates']);
    expect(await events('web', 1)).toEqual([
      'Normal CreateCertificate: Successfully created Certificate "web-tls"',
    ]);
  });

  it('changes it once when a host comes', async () => {
    await scene.apply(site('web', tls('web', 'web.example.com', 'www.example.com')));
    const changed = await certificate('web', ({ status }) => status?.revision === 2);

    expect(changed.spec.dnsNames).toEqual(['web.example.com', 'www.example.com']);
    expect(changed.spec.ipAddresses).toBeUndefined();
    expect(await writes('web')).toEqual(['create certificates', 'patch certificates']);
  });

  it('changes it when an annotation alone changes, and keeps what others added', async () => {
    const pkcs12 = { create: true, passwordSecretRef: { name: 'password', key: 'password' } };
    const spec = { keystores: { pkcs12: { ...pkcs12, create: false } }, renewBefore: '100h' };
    await scene.plane.admin.patch(certificates, { namespace, name: 'web-tls' }, { spec });
    const hosts = tls('web', 'web.example.com', 'www.example.com');
    const said = {
      'cert-manager.io/subject-organizations': 'Shop',
      'cert-manager.io/duration': '720h',
      'acme.cert-manager.io/http01-edit-in-place': 'true',
    };
    await scene.apply(site('web', hosts, said));
    const changed = await certificate('web', (found) => found.spec.duration !== undefined);

    expect(changed.spec).toMatchObject({
      ...spec,
      duration: '720h0m0s',
      subject: { organizations: ['Shop'] },
    });
    expect(changed.metadata.annotations).toMatchObject({
      'acme.cert-manager.io/http01-override-ingress-name': 'web',
    });

    await scene.apply(site('web', hosts));
    const again = await certificate('web', (found) => found.spec.duration === undefined);
    expect(again.spec).toMatchObject(spec);
    expect(again.spec.subject?.organizations).toBeUndefined();
  });

  it('puts back what a person changes of what it says', async () => {
    const patch = { spec: { dnsNames: ['other.example.com'] } };
    await scene.plane.admin.patch(certificates, { namespace, name: 'web-tls' }, patch);

    const again = await certificate('web', ({ spec }) => spec.dnsNames?.length === 2);
    expect(again.spec.dnsNames).toEqual(['web.example.com', 'www.example.com']);
  });

  it('removes it when the block goes, and says so', async () => {
    await scene.apply(site('web', []));
    await gone('web');

    expect(await events('web', 3)).toContain(
      'Normal DeleteCertificate: Successfully deleted unrequired Certificate "web-tls"',
    );
  });
});

describe('an Ingress that asks no longer', () => {
  it('loses its Certificate, and the Secret stays', async () => {
    await scene.apply(site('quiet', tls('quiet', 'quiet.example.com')));
    await certificate('quiet', ({ status }) => status?.revision === 1);
    await scene.plane.admin.patch(
      ingresses,
      { namespace, name: 'quiet' },
      { metadata: { annotations: { 'cert-manager.io/issuer': null } } },
    );
    await gone('quiet');

    expect(entry(await scene.secret('quiet'), 'tls.crt')).toContain('BEGIN CERTIFICATE');
  });
});

describe('what cannot be done', () => {
  it('leaves the Certificate of somebody else alone, and tells', async () => {
    await scene.apply({ ...certificateFor('foreign'), metadata: { name: 'foreign-tls' } });
    await scene.apply(site('foreign', tls('foreign', 'elsewhere.example.com')));

    expect(await events('foreign', 1)).toEqual([
      expect.stringContaining('Warning BadConfig: Certificate "foreign-tls" belongs to somebody else'),
    ]);
    expect(await writes('foreign')).toEqual([]);
  });

  it('takes the name as soon as it is free', async () => {
    await scene.plane.admin.delete(certificates, { namespace, name: 'foreign-tls' });

    const own = await certificate('foreign', ({ spec }) => spec.dnsNames?.[0] === 'elsewhere.example.com');
    expect(own.metadata.ownerReferences?.[0]?.name).toBe('foreign');
  });

  it('is said on the Ingress', async () => {
    await scene.apply(site('odd', tls('odd', 'odd.example.com'), { 'cert-manager.io/duration': '90d' }));
    await scene.apply(site('twin', [...tls('twin', 'a.example.com'), ...tls('twin', 'b.example.com')]));
    await scene.apply(site('torn', tls('torn', 'a.example.com'), { 'cert-manager.io/cluster-issuer': 'ca' }));

    expect((await events('odd', 1))[0]).toMatch(
      /^Warning BadConfig: invalid ingress annotation "cert-manager.io\/duration": "90d" is not a duration/,
    );
    expect(await events('twin', 1)).toEqual([
      'Warning BadConfig: Duplicate TLS entry for secretName "twin-tls"',
    ]);
    expect((await events('torn', 1))[0]).toContain(
      'Could not determine issuer for ingress due to bad annotations: ',
    );
  });
});

describe('a Certificate that upstream made', () => {
  it('is written by nobody', async () => {
    await controller.stop();
    await scene.apply(site('old', tls('old', 'old.example.com')));
    const owner = await scene.plane.admin.get(ingresses, { namespace, name: 'old' });
    await scene.apply({
      ...certificateFor('old', {
        usages: ['digital signature', 'key encipherment'],
        privateKey: { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' },
        issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
      }),
      metadata: {
        name: 'old-tls',
        labels: { team: 'shop' },
        ownerReferences: [
          {
            apiVersion: 'networking.k8s.io/v1',
            kind: 'Ingress',
            name: 'old',
            uid: owner?.metadata.uid ?? '',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
    });
    controller = await scene.start();
    await certificate('old', ({ status }) => status?.revision === 1);

    expect(await writes('old')).toEqual([]);
  });

  it('nor anything else after a restart, Gateways or no Gateways', async () => {
    await rest();
    const before = await scene.writesAbout('');
    await controller.stop();
    controller = await scene.start(withGateways);
    await rest();

    expect((await scene.writesAbout('')).slice(before.length)).toEqual([]);
  });
});

/** A Gateway whose listeners hold each a name and the Secret `<name of the Gateway>-tls`. */
function gateway(name: string, ...hostnames: string[]): object {
  const tls = { certificateRefs: [{ name: `${name}-tls` }] };
  const listeners = hostnames.map((hostname, place) => ({
    name: `https-${place}`,
    hostname,
    port: 443,
    protocol: 'HTTPS',
    tls,
  }));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, annotations: { 'cert-manager.io/issuer': 'ca' } },
    spec: { gatewayClassName: 'any', listeners },
  };
}

describe('a Gateway', () => {
  beforeAll(async () => {
    await controller.stop();
    const off = { webhook: { enabled: false }, dnsSolver: { enabled: false } };
    await installChart(scene.plane, { ...off, controller: { gateway: { enabled: true } } }, {});
    for (const file of crdFiles('traefik')) {
      await scene.plane.kubectlOrThrow(['apply', '--server-side', '-f', file]);
    }
    const crd = 'crd/gateways.gateway.networking.k8s.io';
    await scene.plane.kubectlOrThrow(['wait', '--for=condition=Established', '--timeout=30s', crd]);
    controller = await scene.start(withGateways);
  });

  it('has one Certificate for all names of a Secret', async () => {
    await scene.apply(gateway('edge', 'a.example.com', 'b.example.com'));
    const made = await certificate('edge', ({ status }) => status?.revision === 1);

    expect(made.spec.dnsNames).toEqual(['a.example.com', 'b.example.com']);
    expect(made.metadata.ownerReferences).toMatchObject([
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'edge', controller: true },
    ]);
    expect(made.metadata.annotations).toMatchObject({
      'acme.cert-manager.io/http01-parentrefkind': 'Gateway',
      'acme.cert-manager.io/http01-parentrefname': 'edge',
    });
    expect(await events('edge', 1)).toEqual([
      'Normal CreateCertificate: Successfully created Certificate "edge-tls"',
    ]);
  });

  it('changes it once with its listeners', async () => {
    await scene.apply(gateway('edge', 'a.example.com'));
    await certificate('edge', ({ spec }) => spec.dnsNames?.length === 1);

    expect(await writes('edge')).toEqual(['create certificates', 'patch certificates']);
  });
});
