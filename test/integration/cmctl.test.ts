import { X509Certificate, createPrivateKey, createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { findCondition } from '../../api/conditions.ts';
import type { Event } from '../../api/core.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Secret } from '../../api/secret.ts';
import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { runOrThrow } from '../cluster/process.ts';
import { startedFor } from '../cluster/suite.ts';
import {
  type Cmctl,
  acmeGroup,
  cmctlAs,
  group,
  requestObject,
  throughGoTypes,
  withGoCondition,
} from './cmctl-calls.ts';
import { namespace, startEndToEnd } from './end-to-end-scene.ts';

const scene = startedFor(() => startEndToEnd({ pebble: { authzReusePercent: 0 } }));
const inShop = `${group}/namespaces/${namespace}`;
let editor: Cmctl; // has the role "edit" of the namespace, as the chart extends it
let approver: Cmctl; // may approve requests to the issuer "ca", and nothing else

beforeAll(async () => {
  await scene().apply(...people, scene().acmeIssuer('acme'));
  await Promise.all(['ca', 'acme', 'dnspod'].map((name) => scene().readyIssuer(name)));
  editor = await cmctlAs(scene().plane, `${namespace}/editor`);
  approver = await cmctlAs(scene().plane, `${namespace}/approver`);
  await waitFor('the role edit to have our rules', async () => {
    return (await editor.get(`${inShop}/certificates`)).code === 200 || undefined;
  });
});

const people: readonly object[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'editor' } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'approver' } },
  role('approver', [
    { apiGroups: ['cert-manager.io'], resources: ['certificaterequests'], verbs: ['get', 'list'] },
    { apiGroups: ['cert-manager.io'], resources: ['certificaterequests/status'], verbs: ['update'] },
    {
      apiGroups: ['cert-manager.io'],
      resources: ['signers'],
      resourceNames: [`issuers.cert-manager.io/${namespace}.ca`],
      verbs: ['approve'],
    },
  ]),
  role('status-only', [
    { apiGroups: ['cert-manager.io'], resources: ['certificaterequests/status'], verbs: ['update'] },
  ]),
  binding('RoleBinding', 'edit', 'editor'),
  binding('ClusterRoleBinding', 'status-only', 'editor'),
  binding('ClusterRoleBinding', 'approver', 'approver'),
];

function role(name: string, rules: readonly object[]): object {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

function binding(kind: string, roleName: string, name: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: `${name}-${roleName}` },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roleName },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

interface List<T> {
  readonly items: readonly T[];
}

async function ownedBy<T extends KubeObject>(path: string, owner: KubeObject): Promise<readonly T[]> {
  const { body } = await editor.get<List<T>>(path);
  return body.items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === owner.metadata.uid),
  );
}

/** A P-521 CSR with basic constraints, by openssl. */
async function csr(): Promise<{ readonly keyPem: string; readonly request: string }> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-nodes', '-keyout', '-'];
  const names = ['-subj', '/', '-addext', 'subjectAltName=critical,DNS:byhand.example.com'];
  const constraints = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  const both = await runOrThrow('openssl', ['req', '-new', ...key, ...names, ...constraints]);
  const [keyPem = '', pem = ''] = both.match(/-----BEGIN [^]*?-----END [^\n]*\n/g) ?? [];
  return { keyPem, request: Buffer.from(pem).toString('base64') };
}

describe('cmctl check api', () => {
  const path = `${inShop}/certificaterequests?dryRun=All`;
  const issuerRef = { name: 'cmapichecker' };

  it('finds the identity of its sender in the answer: mutation is at work', async () => {
    const { request } = await csr();
    const metadata = { generateName: 'cmapichecker-valid-', namespace };
    const valid = requestObject(metadata, { issuerRef, request });

    const { code, body } = await editor.post<CertificateRequest>(path, valid);
    expect(code).toBe(201);
    expect(body.spec.username).toBe(`system:serviceaccount:${namespace}:editor`);
    expect(body.spec.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.metadata.name).toMatch(/^cmapichecker-valid-.{5}$/);
  });

  it('is denied by the webhook of the right name what is no CSR: validation is at work', async () => {
    const metadata = { generateName: 'cmapichecker-invalid-', namespace };
    const request = Buffer.from('invalid-csr').toString('base64');
    const invalid = requestObject(metadata, { issuerRef, request });

    const { code, body } = await editor.post<{ readonly message: string }>(path, invalid);
    expect(code).toBeGreaterThanOrEqual(400);
    expect(body.message).toMatch(/admission webhook "webhook\.cert-manager\.io" denied the request: (.*)/);
  });

  it('leaves nothing behind', async () => {
    const { body } = await editor.get<List<KubeObject>>(`${inShop}/certificaterequests`);

    expect(body.items.filter(({ metadata }) => metadata.name?.startsWith('cmapichecker'))).toEqual([]);
  });
});

async function renew(certificate: Certificate): Promise<number> {
  const { name, generation } = certificate.metadata;
  const triggered = withGoCondition(throughGoTypes(certificate), {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    observedGeneration: generation ?? 0,
  });
  return (await editor.put(`${inShop}/certificates/${name}/status`, triggered)).code;
}

describe('cmctl renew', () => {
  it('of one name has it issued once more, under the next revision, with another key', async () => {
    await scene().apply(certificateFor('renewed'));
    await scene().ready('renewed');
    const before = [await scene().entry('renewed', 'tls.crt'), await scene().entry('renewed', 'tls.key')];

    const { body } = await editor.get<Certificate>(`${inShop}/certificates/renewed`);
    expect(await renew(body)).toBe(200);
    const after = await scene().ready('renewed', 2);

    expect(await scene().entry('renewed', 'tls.crt')).not.toBe(before[0]);
    expect(await scene().entry('renewed', 'tls.key')).not.toBe(before[1]);
    expect(after.status?.conditions?.map(({ type }) => type)).toEqual(['Ready']);
    expect(after.status?.observedGeneration).toBe(after.metadata.generation);
  });

  it('-l renews what the labels select, and nothing else', async () => {
    const labelled = (name: string, team: string) => {
      const certificate = certificateFor(name);
      return { ...certificate, metadata: { ...certificate.metadata, labels: { team } } };
    };
    await scene().apply(labelled('red', 'red'), labelled('blue', 'blue'));
    await Promise.all(['red', 'blue'].map((name) => scene().ready(name)));

    const { body } = await editor.get<List<Certificate>>(`${inShop}/certificates?labelSelector=team%3Dred`);
    expect(await Promise.all(body.items.map(renew))).toEqual([200]);

    await scene().ready('red', 2);
    expect((await scene().certificate('blue'))?.status?.revision).toBe(1);
  });
});

describe('cmctl status certificate', () => {
  const eventsOf = async (kind: string, { metadata }: KubeObject) => {
    const selector = `involvedObject.kind=${kind},involvedObject.name=${metadata.name},involvedObject.namespace=${namespace},involvedObject.uid=${metadata.uid}`;
    const path = `/api/v1/namespaces/${namespace}/events?fieldSelector=${encodeURIComponent(selector)}`;
    return (await editor.get<List<Event>>(path)).body.items.map(({ reason }) => reason);
  };

  it('finds no request after an issuance: that of the next revision does not exist', async () => {
    const { body: certificate } = await editor.get<Certificate>(`${inShop}/certificates/renewed`);
    const requests = await ownedBy(`${inShop}/certificaterequests`, certificate);
    const { code } = await editor.get(`${inShop}/issuers/ca`);

    expect(code).toBe(200);
    expect(certificate.status).toMatchObject({
      revision: 2,
      notBefore: expect.any(String),
      notAfter: expect.any(String),
      renewalTime: expect.any(String),
    });
    expect(requests.map(revisionOf)).not.toContain('3');
    expect(await eventsOf('Certificate', certificate)).toContain('Issuing');
  });

  it('follows a stuck issuance from the request to the challenge and its events', async () => {
    const nobody = { nameserver: scene().dns.server, tsigKeyName: 'nobody', tsigAlgorithm: 'HMACSHA256' };
    const rfc2136 = { ...nobody, tsigSecretSecretRef: { name: 'tsig', key: 'secret' } };
    await scene().apply(scene().acmeIssuer('refused', { solvers: [{ dns01: { rfc2136 } }] }));
    await scene().apply(certificateFor('stuck', { issuerRef: { name: 'refused' } }));
    await waitFor('its challenge to complain', async () => {
      return (await scene().events('stuck')).some(({ reason }) => reason === 'PresentError') || undefined;
    });

    const { body: certificate } = await editor.get<Certificate>(`${inShop}/certificates/stuck`);
    const [request] = await ownedBy<CertificateRequest>(`${inShop}/certificaterequests`, certificate);
    const [order] = await ownedBy(`${acmeGroup}/namespaces/${namespace}/orders`, request ?? certificate);
    const [challenge] = await ownedBy(
      `${acmeGroup}/namespaces/${namespace}/challenges`,
      order ?? certificate,
    );

    expect(revisionOf(request ?? certificate)).toBe('1');
    expect(order).toMatchObject({ status: { state: 'pending', authorizations: [{ wildcard: false }] } });
    expect(challenge).toMatchObject({
      spec: {
        type: 'DNS-01',
        dnsName: 'stuck.example.com',
        token: expect.any(String),
        key: expect.any(String),
      },
      status: { reason: expect.stringContaining('nobody') },
    });
    expect(await eventsOf('Challenge', challenge ?? certificate)).toEqual(['PresentError']);
    expect(await eventsOf('Certificate', certificate)).toEqual(['Issuing', 'Requested']);
  });
});

function revisionOf({ metadata }: KubeObject): string | undefined {
  return metadata.annotations?.['cert-manager.io/certificate-revision'];
}

describe('cmctl inspect secret', () => {
  it('reads a chain that belongs together, from leaf to CA', async () => {
    const { body } = await editor.get<Secret>(`/api/v1/namespaces/${namespace}/secrets/renewed-tls`);
    const decoded = (key: string) => new X509Certificate(Buffer.from(body.data?.[key] ?? '', 'base64'));
    const [leaf, ca] = [decoded('tls.crt'), decoded('ca.crt')];

    expect(leaf.subjectAltName).toBe('DNS:renewed.example.com');
    expect(leaf.verify(ca.publicKey)).toBe(true);
    expect(ca.subject).toBe('CN=test root');
    expect(leaf.issuer).toBe('CN=test root');
  });
});

describe('cmctl create certificaterequest --fetch-certificate', () => {
  it.each(['ca', 'acme'])(
    'gets a certificate from issuer %s for a request that nobody owns',
    async (issuer) => {
      const { keyPem, request } = await csr();
      const name = `byhand-${issuer}`;
      const usages = ['digital signature', 'key encipherment'];
      const spec = { issuerRef: { name: issuer, kind: 'Issuer' }, request, usages };
      const { code } = await editor.post(
        `${inShop}/certificaterequests`,
        requestObject({ name, namespace, annotations: { team: 'red' }, labels: { team: 'red' } }, spec),
      );
      expect(code).toBe(201);

      const issued = await waitFor('the certificate', async () => {
        const { body } = await editor.get<CertificateRequest>(`${inShop}/certificaterequests/${name}`);
        const ready = findCondition(body.status?.conditions, 'Ready')?.status === 'True';
        return ready && body.status?.certificate !== undefined ? body : undefined;
      });
      const leaf = new X509Certificate(Buffer.from(issued.status?.certificate ?? '', 'base64'));
      expect(leaf.subjectAltName).toContain('DNS:byhand.example.com');
      expect(leaf.checkPrivateKey(createPrivateKey(keyPem))).toBe(true);
      expect(leaf.publicKey.equals(createPublicKey(keyPem))).toBe(true);
      expect(issued.spec.username).toBe(`system:serviceaccount:${namespace}:editor`);
    },
  );
});

describe('cmctl upgrade migrate-api-version', () => {
  it('has nothing to do: all six kinds are stored as v1, and always were', async () => {
    const all = JSON.parse(await scene().plane.kubectlOrThrow(['get', 'crd', '-o', 'json'])) as List<Crd>;
    const ours = all.items.filter(({ spec }) => spec.group.endsWith('cert-manager.io'));

    expect(ours).toHaveLength(6);
    for (const { spec, status } of ours) {
      expect(spec.versions.filter(({ storage }) => storage).map(({ name }) => name)).toEqual(['v1']);
      expect(status.storedVersions).toEqual(['v1']);
    }
  });
});

interface Crd extends KubeObject {
  readonly spec: {
    readonly group: string;
    readonly versions: readonly { readonly name: string; readonly storage: boolean }[];
  };
  readonly status: { readonly storedVersions: readonly string[] };
}

describe('cmctl approve and deny, where approving is not our part', () => {
  beforeAll(async () => {
    await scene().roles.process('controller').stop();
    await scene().roles.start('controller', ['--controllers=*,-certificaterequests-approver']);
    await scene().apply(certificateFor('wanted'), certificateFor('unwanted'));
  });

  const requestOf = (name: string) =>
    waitFor('the request', async () => {
      const { code, body } = await approver.get<CertificateRequest>(
        `${inShop}/certificaterequests/${name}-1`,
      );
      return code === 200 ? body : undefined;
    });

  const decide = (who: Cmctl, request: CertificateRequest, type: 'Approved' | 'Denied') => {
    const message = `manually ${type.toLowerCase()} by "cmctl"`;
    const condition = { type, status: 'True', reason: 'KubectlCertManager', message } as const;
    const decided = withGoCondition(throughGoTypes(request), condition);
    return who.put<CertificateRequest & { readonly message?: string }>(
      `${inShop}/certificaterequests/${request.metadata.name}/status`,
      decided,
    );
  };

  it('refuses who may not approve for the issuer, in words that name what is missing', async () => {
    const { code, body } = await decide(editor, await requestOf('wanted'), 'Approved');

    expect(code).toBe(403);
    expect(body.message).toMatch(/"webhook\.cert-manager\.io" denied the request: .*approve/);
  });

  it('signs what is approved', async () => {
    expect((await decide(approver, await requestOf('wanted'), 'Approved')).code).toBe(200);
    await scene().ready('wanted');

    const { status } = await requestOf('wanted');
    expect(findCondition(status?.conditions, 'Approved')?.message).toBe('manually approved by "cmctl"');
  });

  it('never takes an approval back', async () => {
    const { code } = await decide(approver, await requestOf('wanted'), 'Denied');

    expect(code).toBeGreaterThanOrEqual(400);
  });

  it('fails the certificate whose request is denied, and says so on both', async () => {
    expect((await decide(approver, await requestOf('unwanted'), 'Denied')).code).toBe(200);
    const failed = await waitFor('the failure', async () => {
      const found = await scene().certificate('unwanted');
      return found?.status?.failedIssuanceAttempts === 1 ? found : undefined;
    });

    expect(findCondition(failed.status?.conditions, 'Issuing')).toMatchObject({
      status: 'False',
      reason: 'KubectlCertManager',
      message:
        'The certificate request has failed to complete and will be retried: manually denied by "cmctl"',
    });
    const { status } = await requestOf('unwanted');
    expect(findCondition(status?.conditions, 'Ready')).toMatchObject({
      status: 'False',
      reason: 'Denied',
      message: 'The CertificateRequest was denied by an approval controller',
    });
    expect(status?.failureTime).toBeDefined();
  });
});
