import { X509Certificate } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import type { Event } from '../../api/core.ts';
import { certificates, issuers } from '../../api/kinds.ts';
import { type TestController, certificateFor, entry } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type FakeRoute53, startFakeRoute53 } from '../fakes/route53/fake-route53.ts';
import { type AcmeScene, startAcmeScene } from './acme-scene.ts';

const namespace = 'shop';
let scene: AcmeScene;
let controller: TestController;
let aws: FakeRoute53;

beforeAll(async () => {
  scene = await startAcmeScene(namespace, {
    authzReusePercent: 0,
    blockedDomains: ['blocked.example.com'],
    retryAfterSeconds: { authz: 1, order: 1 },
  });
  aws = await startFakeRoute53({ zones: ['example.com'], bind9: scene.dns, trusts: isTokenForAws });
  const route53 = {
    endpoint: aws.url,
    stsEndpoint: aws.url,
    environment: { AWS_EC2_METADATA_DISABLED: 'true' },
  };
  controller = await scene.start({ settings: { dnsProviders: { route53 } } });
  await scene.apply(scene.issuer('acme'));
  await readyIssuer('acme');
});

afterAll(async () => {
  await controller?.stop();
  await aws?.stop();
  await scene?.stop();
});

async function issuerCondition(name: string) {
  const found = await scene.plane.admin.get(issuers, { namespace, name });
  return findCondition(found?.status?.conditions, 'Ready');
}

async function readyIssuer(name: string): Promise<void> {
  await waitFor(`issuer ${name}`, async () => (await issuerCondition(name))?.status === 'True' || undefined);
}

function fromAcme(name: string, spec: object = {}) {
  return certificateFor(name, { issuerRef: { name: 'acme' }, ...spec });
}

function tell({ type, reason, involvedObject }: Event): string {
  return `${type} ${involvedObject.kind} ${reason}`;
}

describe('a certificate for a name and its wildcard', () => {
  let seconds = 0;
  beforeAll(async () => {
    const began = performance.now();
    await scene.apply(fromAcme('pair', { dnsNames: ['pair.example.com', '*.pair.example.com'] }));
    await scene.ready('pair');
    seconds = (performance.now() - began) / 1000;
    await scene.cleanedUp('pair');
  });

  it('is issued within ten seconds', async () => {
    const leaf = new X509Certificate(entry(await scene.secret('pair'), 'tls.crt'));

    expect(seconds).toBeLessThan(10);
    expect(leaf.subjectAltName?.split(', ').toSorted()).toEqual([
      'DNS:*.pair.example.com',
      'DNS:pair.example.com',
    ]);
  });

  it('had both values published at the same time, and leaves none', async () => {
    const changes = (await scene.dns.updateLog())
      .filter(({ name }) => name === '_acme-challenge.pair.example.com')
      .map(({ change }) => change);

    expect(changes).toEqual(['add', 'add', 'delete', 'delete']);
    expect(await scene.dns.txtRecords('_acme-challenge.pair.example.com')).toEqual([]);
  });

  it('took one order, which keeps the certificate and says how it came about', async () => {
    const [order, ...others] = (await scene.orders()).filter(({ metadata }) =>
      metadata.name?.startsWith('pair-1-'),
    );

    expect(others).toEqual([]);
    expect(order).toMatchObject({
      metadata: {
        annotations: {
          'cert-manager.io/certificate-name': 'pair',
          'cert-manager.io/certificate-revision': '1',
        },
        ownerReferences: [{ kind: 'CertificateRequest', name: 'pair-1', controller: true }],
      },
      spec: { dnsNames: ['pair.example.com', '*.pair.example.com'], issuerRef: { name: 'acme' } },
      status: {
        state: 'valid',
        observedGeneration: 1,
      },
    });
    expect(order?.status?.authorizations).toHaveLength(2);
    for (const wildcard of [true, false]) {
      expect(order?.status?.authorizations).toContainEqual(
        expect.objectContaining({ identifier: 'pair.example.com', wildcard, initialState: 'pending' }),
      );
    }
    expect(order?.status?.certificate).toBe((await scene.secret('pair')).data?.['tls.crt']);
  });
});

describe('a certificate for one name', () => {
  beforeAll(async () => {
    await scene.apply(fromAcme('one'));
    await scene.ready('one');
    await scene.cleanedUp('one');
  });

  it('takes sixteen writes', async () => {
    await waitFor('the last write', async () => (await scene.writesAbout('one')).length >= 16 || undefined);
    const writes = (await scene.writesAbout('one')).toSorted();

    expect(writes).toEqual(
      [
        'update certificates/status',
        'create secrets',
        'create certificaterequests',
        'update certificaterequests/status',
        'create orders',
        'update orders/status',
        'create challenges',
        'update challenges/status',
        'update challenges/status',
        'patch challenges',
        'delete challenges',
        'update orders/status',
        'update certificaterequests/status',
        'patch secrets',
        'update certificates/status',
        'delete secrets',
      ].toSorted(),
    );
  });

  it('is told in six events', async () => {
    await waitFor('the last event', async () => (await scene.eventsAbout('one')).length >= 6 || undefined);

    expect((await scene.eventsAbout('one')).map(tell).toSorted()).toEqual([
      'Normal Certificate Issuing',
      'Normal Certificate Issuing',
      'Normal Certificate Requested',
      'Normal Challenge DomainVerified',
      'Normal Challenge Presented',
      'Normal Order Complete',
    ]);
  });
});

describe('two certificates for the same name at the same time', () => {
  it('are both issued, neither waiting for the other, and leave nothing', async () => {
    const names = { dnsNames: ['shared.example.com'] };
    await scene.apply(fromAcme('shared', names), fromAcme('shared-too', names));
    await Promise.all([scene.ready('shared'), scene.ready('shared-too')]);
    await scene.cleanedUp('shared');

    const changes = (await scene.dns.updateLog())
      .filter(({ name }) => name === '_acme-challenge.shared.example.com')
      .map(({ change }) => change);
    expect(changes.toSorted()).toEqual(['add', 'add', 'delete', 'delete']);
  });

  it('do not wait for one whose solver is broken, which says so', async () => {
    const wrongKey = { ...scene.solver.dns01?.rfc2136, tsigKeyName: 'nobody' };
    await scene.apply(scene.issuer('broken', { solvers: [{ dns01: { rfc2136: wrongKey } }] }));
    await readyIssuer('broken');
    const names = { dnsNames: ['half.example.com'] };
    const broken = certificateFor('half-broken', { issuerRef: { name: 'broken' }, ...names });
    await scene.apply(broken, fromAcme('half', names));

    await scene.ready('half');
    const order = await scene.order('half-broken', ({ status }) => status?.reason !== undefined);
    expect(order.status).toMatchObject({
      state: 'pending',
      reason: expect.stringMatching(/^Challenge for domain "half\.example\.com": .*nobody/),
    });
    const events = (await scene.eventsAbout('half-broken')).map(tell);
    expect(events).toContain('Warning Challenge PresentError');
    const shown = await scene.plane.kubectlOrThrow(['get', 'challenges', '-n', namespace, '--no-headers']);
    expect(shown).toMatch(/^half-broken-\S+ +pending +half\.example\.com/m);
    await scene.plane.admin.delete(certificates, { namespace, name: 'half-broken' });
  });
});

describe('a name whose proofs are delegated by a CNAME', () => {
  it('has its value where the CNAME leads, when the solver follows it', async () => {
    const following = { dns01: { ...scene.solver.dns01, cnameStrategy: 'Follow' } };
    await scene.apply(scene.issuer('following', { solvers: [following] }));
    await readyIssuer('following');
    await scene.apply(certificateFor('alias', { issuerRef: { name: 'following' } }));
    await scene.ready('alias');
    await scene.cleanedUp('alias');

    const changes = (await scene.dns.updateLog()).filter(({ name }) => name === 'alias.proofs.example.com');
    expect(changes.map(({ change }) => change)).toEqual(['add', 'delete']);
    expect(await scene.dns.txtRecords('alias.proofs.example.com')).toEqual([]);
  });
});

describe('a name that the CA refuses', () => {
  it("fails at once, with the CA's words on Order and request", async () => {
    await scene.apply(fromAcme('refused', { dnsNames: ['www.blocked.example.com'] }));
    const order = await scene.order('refused-1', ({ status }) => status?.state === 'errored');
    const request = await waitFor('the request to fail', async () => {
      const [found] = await scene.requests('refused');
      return findCondition(found?.status?.conditions, 'Ready')?.reason === 'Failed' ? found : undefined;
    });

    expect(order.status?.failureTime).toBeDefined();
    expect(order.status?.reason).toMatch(
      /^Failed to create Order: 400 urn:ietf:params:acme:error:rejectedIdentifier: .*; subproblems:\n\turn:ietf:params:acme:error:rejectedIdentifier: \[dns: www\.blocked\.example\.com\] /,
    );
    expect(findCondition(request.status?.conditions, 'Ready')?.message).toBe(
      `Failed to wait for order resource "${order.metadata.name}" to become ready: order is in "errored" state: ${order.status?.reason}`,
    );
    expect((await scene.challenges()).filter(({ spec }) => spec.dnsName.includes('blocked'))).toEqual([]);
  });
});

/** As STS sees it, which knows the cluster as an identity provider. */
function isTokenForAws(token: string): boolean {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  const { sub, aud } = JSON.parse(payload) as { readonly sub?: string; readonly aud?: readonly string[] };
  return sub === `system:serviceaccount:${namespace}:dns` && aud?.join() === 'sts.amazonaws.com';
}

/** The challenge of a certificate, once it says why it waits. */
function waiting(name: string, why: string) {
  return waitFor(`the challenge of ${name} to say "${why}"`, async () => {
    const all = await scene.challenges();
    return all.find(
      ({ metadata, status }) => metadata.name?.startsWith(`${name}-`) && status?.reason?.includes(why),
    );
  });
}

describe('a zone at Route 53', () => {
  const throughAws = (name: string, route53: object) =>
    scene.issuer(name, { solvers: [{ dns01: { route53 } }] });

  it('is written to with the role of a ServiceAccount, once the controller may have its tokens', async () => {
    const auth = { kubernetes: { serviceAccountRef: { name: 'dns' } } };
    await scene.apply(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'dns' } },
      throughAws('aws', { region: 'us-east-1', role: aws.role, auth }),
    );
    await readyIssuer('aws');
    await scene.apply(
      certificateFor('cloud', {
        issuerRef: { name: 'aws' },
        dnsNames: ['cloud.example.com', '*.cloud.example.com'],
      }),
    );
    await waiting('cloud', 'grant the controller "create" on serviceaccounts/token of "dns"');

    await scene.apply(...tokensOfDns);
    await scene.ready('cloud');
    await scene.cleanedUp('cloud');

    expect(aws.sets).toEqual([]);
    expect(aws.calls.filter(({ action }) => action === 'AssumeRoleWithWebIdentity')).toHaveLength(1);
  });

  it('is not written to with the credentials of the controller by an Issuer', async () => {
    await scene.apply(throughAws('keyless', { region: 'us-east-1' }));
    await readyIssuer('keyless');
    await scene.apply(certificateFor('keyless', { issuerRef: { name: 'keyless' } }));

    const { spec } = await waiting('keyless', 'this Issuer may not use the credentials of the controller');
    expect(spec.dnsName).toBe('keyless.example.com');
  });
});

describe('a zone at a vendor that is not served', () => {
  it('is said to be, with what to do', async () => {
    const azureDNS = { subscriptionID: 's', resourceGroupName: 'g', hostedZoneName: 'example.com' };
    await scene.apply(scene.issuer('azure', { solvers: [{ dns01: { azureDNS } }] }));
    await readyIssuer('azure');
    await scene.apply(certificateFor('azure', { issuerRef: { name: 'azure' } }));

    const { spec } = await waiting('azure', '"azureDNS" is not served by this edition: use ');
    expect(spec.dnsName).toBe('azure.example.com');
  });
});

const rbac = 'rbac.authorization.k8s.io';
const tokensOfDns: readonly object[] = [
  {
    apiVersion: `${rbac}/v1`,
    kind: 'Role',
    metadata: { name: 'dns-tokens' },
    rules: [
      { apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: ['dns'], verbs: ['create'] },
    ],
  },
  {
    apiVersion: `${rbac}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'dns-tokens' },
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'dns-tokens' },
    subjects: [{ kind: 'ServiceAccount', name: 'certloom-controller', namespace: 'certloom' }],
  },
];

describe('an issuer without a solver for the name', () => {
  it('holds the Order up in plain words, until the issuer is mended', async () => {
    const elsewhere = { ...scene.solver, selector: { dnsZones: ['elsewhere.example'] } };
    await scene.apply(scene.issuer('narrow', { solvers: [elsewhere] }));
    await readyIssuer('narrow');
    await scene.apply(certificateFor('unsolved', { issuerRef: { name: 'narrow' } }));
    const order = await scene.order('unsolved-1', ({ status }) => status?.reason !== undefined);

    expect(order.status?.reason).toMatch(/no configured challenge solvers can be used for this challenge$/);
    expect((await scene.eventsAbout('unsolved-1')).map(tell)).toContain('Warning Order Solver');

    await scene.apply(scene.issuer('narrow'));
    await scene.ready('unsolved');
    await scene.cleanedUp('unsolved');
  });
});

describe('a server that must have some certificate to begin with', () => {
  it('gets a temporary one, which nobody takes for the one asked for', async () => {
    const elsewhere = { ...scene.solver, selector: { dnsZones: ['elsewhere.example'] } };
    await scene.apply(scene.issuer('slow', { solvers: [elsewhere] }));
    await readyIssuer('slow');
    const asked = certificateFor('meanwhile', { issuerRef: { name: 'slow' } });
    const annotations = { 'cert-manager.io/issue-temporary-certificate': 'true' };
    await scene.apply({ ...asked, metadata: { name: 'meanwhile', annotations } });
    const told = await waitFor('the certificate to say so', async () => {
      const found = await scene.certificate('meanwhile');
      const ready = findCondition(found?.status?.conditions, 'Ready');
      return ready?.reason === 'TemporaryCertificate' ? found?.status : undefined;
    });
    const first = new X509Certificate(entry(await scene.secret('meanwhile'), 'tls.crt'));

    expect(first.issuer).toBe('CN=cert-manager.local');
    expect(first.subjectAltName).toBe('DNS:meanwhile.example.com');
    expect(told).not.toHaveProperty('notAfter');

    await scene.apply(scene.issuer('slow'));
    await scene.ready('meanwhile');
    await scene.cleanedUp('meanwhile');
    const secret = await scene.secret('meanwhile');
    expect(new X509Certificate(entry(secret, 'tls.crt')).issuer).toMatch(/^CN=Pebble Intermediate CA/);
    expect(secret.metadata.annotations).toMatchObject({ 'cert-manager.io/issuer-name': 'slow' });
    expect((await scene.writesAbout('meanwhile-tls')).length).toBe(2);
    const events = (await scene.events('meanwhile')).map(({ message }) => message);
    expect(events.filter((message) => message === 'Issued temporary certificate')).toHaveLength(1);
  });
});

describe('a CA that is down', () => {
  it('keeps the issuer from being ready, in words that stay the same, until it can be reached', async () => {
    await scene.apply(scene.issuer('down', { server: 'https://127.0.0.1:1/dir' }));
    const told = await waitFor('the issuer to complain', () => issuerCondition('down'));

    expect(told).toMatchObject({
      status: 'False',
      reason: 'ErrRegisterACMEAccount',
      message:
        'Failed to register ACME account: Get "https://127.0.0.1:1/dir": dial tcp 127.0.0.1:1: connect: connection refused',
    });

    await scene.apply(scene.issuer('down'));
    await readyIssuer('down');
  });

  it('that comes back without its memory gets the account again', async () => {
    await scene.acme.restart();
    await scene.apply(fromAcme('after-all'));

    await scene.ready('after-all');
    await scene.cleanedUp('after-all');
    expect((await issuerCondition('acme'))?.status).toBe('True');
  });
});
