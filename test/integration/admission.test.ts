import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../../api/core.ts';
import { certificateRequests } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { createCsr, csrWantedFrom, defaultCsrGates } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { getHttps } from '../cluster/get-https.ts';
import { release } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

const cluster = startedFor(startClusterWithWebhook);

type Manifest = KubeObject & { readonly spec: object };

const legal: CertificateSpec = {
  secretName: 'shop-tls',
  issuerRef: { name: 'ca' },
  dnsNames: ['shop.example'],
};

function certificate(name: string, spec: object = {}, metadata: KubeObject['metadata'] = {}): Manifest {
  const head = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
  return { ...head, metadata: { name, namespace: 'web', ...metadata }, spec: { ...legal, ...spec } };
}

function kubectl(args: string, stdin?: object) {
  return cluster().plane.kubectl(args.split(' '), stdin && { stdin: JSON.stringify(stdin) });
}

async function kubectlOrThrow(args: string, stdin?: object): Promise<string> {
  return cluster().plane.kubectlOrThrow(args.split(' '), stdin && { stdin: JSON.stringify(stdin) });
}

async function read<T extends KubeObject>(what: string): Promise<T> {
  return JSON.parse(await kubectlOrThrow(`get ${what} -n web -o json`)) as T;
}

const denied = 'admission webhook "webhook.cert-manager.io" denied the request: ';

/** A CSR for shop.example; `basicConstraints` as cmctl writes them. */
async function csrFor(key: 'P-256' | 'P-521', basicConstraints = false): Promise<string> {
  const size = key === 'P-256' ? 256 : 521;
  const wanted = csrWantedFrom(legal, { ...defaultCsrGates, basicConstraints });
  return createCsr(wanted, await generateKey({ algorithm: 'ECDSA', size }));
}

function certificateRequest(metadata: KubeObject['metadata'], csr: string, spec: object = {}): Manifest {
  const head = { apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest' };
  const request = Buffer.from(csr).toString('base64');
  return {
    ...head,
    metadata: { namespace: 'web', ...metadata },
    spec: { request, issuerRef: { name: 'ca' }, ...spec },
  };
}

describe('the webhook', () => {
  it('makes its own CA and writes it into both configurations itself', async () => {
    const { admin } = cluster().plane;
    const name = 'certloom-webhook';
    const ca = await admin.get(secrets, { name: 'certloom-webhook-ca', namespace: release.namespace });
    const validating = await admin.get(validatingWebhookConfigurations, { name });
    const mutating = await admin.get(mutatingWebhookConfigurations, { name });

    expect(ca?.data?.['ca.crt']).toBeTruthy();
    const webhooks = [validating, mutating].flatMap((configuration) => configuration?.webhooks ?? []);
    expect(webhooks).toHaveLength(3);
    expect(new Set(webhooks.map(({ clientConfig }) => clientConfig.caBundle))).toEqual(
      new Set([ca?.data?.['ca.crt']]),
    );
  });

  it('shows a certificate that this CA vouches for', async () => {
    const { plane, webhookPort } = cluster();
    const caSecret = { name: 'certloom-webhook-ca', namespace: release.namespace };
    const ca = (await plane.admin.get(secrets, caSecret))?.data?.['ca.crt'] ?? '';
    const asked = getHttps(`https://localhost:${webhookPort}/`, { ca: Buffer.from(ca, 'base64').toString() });

    await expect(asked).rejects.toThrow('answered 404'); // after the handshake: reviews go elsewhere
  });

  it('says everything that is wrong in one message', async () => {
    const { stderr } = await kubectl(
      'create -f -',
      certificate('three', { duration: '30m', secretName: 'A' }),
    );

    expect(stderr).toMatch(
      /^Error from server \(Forbidden\): .* denied the request: 2 problems: spec\.secretName: .*; spec\.duration: Invalid value: "30m": must be at least 1h\n$/m,
    );
  });

  it('warns of what is only doubtful', async () => {
    const externalAccountBinding = {
      keyID: 'k',
      keyAlgorithm: 'HS256',
      keySecretRef: { name: 'eab', key: 'mac' },
    };
    const acme = {
      server: 'https://acme.example/directory',
      privateKeySecretRef: { name: 'account' },
      externalAccountBinding,
      solvers: [{ dns01: { rfc2136: { nameserver: '192.0.2.53' } } }],
    };
    const issuer = { ...certificate('acme'), kind: 'Issuer', spec: { acme } };
    const { code, stderr } = await kubectl('create -f -', issuer);

    expect(code).toBe(0);
    expect(stderr).toBe(
      'Warning: spec.acme.externalAccountBinding.keyAlgorithm: deprecated and ignored, HS256 is used; leave it out\n',
    );
  });
});

describe('a new CertificateRequest', () => {
  const groups = '--as-group=developers --as-group=system:authenticated';

  it('carries the name of whoever made it, whatever it claims', async () => {
    await cluster().editor('jane');
    const claims = { username: 'root', uid: '0', groups: ['system:masters'], extra: { a: ['b'] } };
    const request = certificateRequest({ name: 'stamped' }, await csrFor('P-256'), claims);
    await kubectlOrThrow(`create -f - --as=jane --as-uid=42 ${groups}`, request);
    const { spec } = await read<CertificateRequest>('certificaterequest/stamped');

    expect(spec).toMatchObject({
      username: 'jane',
      uid: '42',
      groups: ['developers', 'system:authenticated'],
    });
    expect(spec).not.toHaveProperty('extra');
  });

  it('carries it in namespaces that are left alone too', async () => {
    await kubectlOrThrow('create namespace alone');
    await kubectlOrThrow('label namespace alone cert-manager.io/disable-validation=true');
    const request = certificateRequest({ name: 'stamped', namespace: 'alone' }, 'not a CSR');
    const made = await kubectlOrThrow(`create -f - -o json --as=jane ${groups}`, request);

    expect((JSON.parse(made) as CertificateRequest).spec.username).toBe('jane');
  });

  it('cannot be changed, in its spec or in the annotations that decide how it is signed', async () => {
    const patch = (change: string) =>
      kubectl(`patch certificaterequest stamped -n web --type=merge --patch ${change}`);

    expect((await patch('{"spec":{"isCA":true}}')).stderr).toContain(
      'is invalid: spec: Forbidden: cannot change spec after creation',
    ); // by the CRD
    expect((await patch('{"spec":{"request":"YQ=="}}')).stderr).toContain(`${denied}spec: Forbidden: `);
    expect(
      (await patch('{"metadata":{"annotations":{"cert-manager.io/private-key-secret-name":"other"}}}'))
        .stderr,
    ).toContain(`${denied}metadata.annotations[cert-manager.io/private-key-secret-name]: Forbidden: `);
    expect((await patch('{"metadata":{"annotations":{"team":"web"}}}')).code).toBe(0);
  });
});

/** What `cmctl check api` sends. */
describe('cmctl', () => {
  const dryRun = (request: Manifest) =>
    cluster().plane.admin.create(certificateRequests, request as CertificateRequest, { dryRun: true });
  const issuerRef = { name: 'cmapichecker' };

  it('finds the user filled in when it tries a valid request', async () => {
    const csr = await csrFor('P-521', true);
    const answer = await dryRun(
      certificateRequest({ generateName: 'cmapichecker-valid-' }, csr, { issuerRef }),
    );

    expect(answer.spec.username).toBe('test-admin');
  });

  it('is refused in the words it looks for when it tries an invalid one', async () => {
    const asked = dryRun(
      certificateRequest({ generateName: 'cmapichecker-invalid-' }, 'invalid-csr', { issuerRef }),
    );

    await expect(asked).rejects.toThrow(
      /admission webhook "webhook\.cert-manager\.io" denied the request: spec\.request: .*/,
    );
  });
});

describe('approving a CertificateRequest', () => {
  let count = 0;

  /** Somebody who may write the status of requests, and approve for these signers. */
  async function approver(name: string, ...signers: readonly string[]): Promise<string> {
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const apiGroups = ['cert-manager.io'];
    const status = ['certificaterequests', 'certificaterequests/status'];
    const rules = [
      { apiGroups, resources: status, verbs: ['get', 'patch', 'update'] },
      ...(signers.length > 0
        ? [{ apiGroups, resources: ['signers'], verbs: ['approve'], resourceNames: signers }]
        : []),
    ];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name };
    const subjects = [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name }];
    await kubectlOrThrow('apply -f -', { apiVersion, kind: 'ClusterRole', metadata: { name }, rules });
    const binding = { apiVersion, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, subjects };
    await kubectlOrThrow('apply -f -', binding);
    return name;
  }

  async function approve(user: string, issuerRef: object, type = 'Approved') {
    const name = `undecided-${(count += 1)}`;
    await kubectlOrThrow('create -f -', certificateRequest({ name }, await csrFor('P-256'), { issuerRef }));
    const condition = { type, status: 'True', reason: 'Test', message: 'a_test' };
    const patch = JSON.stringify({ status: { conditions: [condition] } });
    return kubectl(
      `patch certificaterequest ${name} -n web --subresource=status --type=merge --patch ${patch} --as=${user}`,
    );
  }

  it('needs the verb approve, not only the right to write the status', async () => {
    const user = await approver('writer');

    for (const type of ['Approved', 'Denied']) {
      const { code, stderr } = await approve(user, { name: 'ca' }, type);

      expect(code).toBe(1);
      expect(stderr).toContain(
        `${denied}status.conditions: Forbidden: user "writer" does not have permissions to set approved/denied conditions for issuer Issuer.cert-manager.io/ca`,
      );
    }
  });

  it('is allowed for all issuers of a kind', async () => {
    const user = await approver('approver-of-all', 'issuers.cert-manager.io/*');

    expect((await approve(user, { name: 'ca' })).stderr).toBe('');
    expect((await approve(user, { name: 'ca', kind: 'ClusterIssuer' })).code).toBe(1);
  });

  it('is allowed for one issuer by name, with its namespace where it has one', async () => {
    const signers = ['issuers.cert-manager.io/web.ca', 'clusterissuers.cert-manager.io/public'];
    const user = await approver('approver-of-two', ...signers);

    expect((await approve(user, { name: 'ca' })).stderr).toBe('');
    expect((await approve(user, { name: 'public', kind: 'ClusterIssuer' }, 'Denied')).stderr).toBe('');
    expect((await approve(user, { name: 'other' })).code).toBe(1);
    expect((await approve(user, { name: 'ca', kind: 'ClusterIssuer' })).code).toBe(1);
  });

  it('is refused for an issuer of a kind that the cluster does not serve', async () => {
    const { stderr } = await approve('approver-of-all', { name: 'x', kind: 'Mill', group: 'mills.example' });

    expect(stderr).toContain(`${denied}spec.issuerRef: Forbidden: referenced signer resource does not exist`);
  });

  it('cannot be taken back', async () => {
    const patch = JSON.stringify({ status: { conditions: [] } });
    const { stderr } = await kubectl(
      `patch certificaterequest undecided-3 -n web --subresource=status --type=merge --patch ${patch}`,
    );

    expect(stderr).toContain('status.conditions: Forbidden: "Approved" condition may not be modified'); // by the CRD
  });
});

describe('a Certificate that was stored before a rule was there', () => {
  const broken = certificate('older', { duration: '30m' }, { finalizers: ['shop.example/wait'] });
  const patch = (change: object) =>
    kubectl(`patch certificate older -n web --type=merge --patch ${JSON.stringify(change)}`);

  it('can be changed in other respects', async () => {
    await kubectlOrThrow('label namespace web cert-manager.io/disable-validation=true');
    await kubectlOrThrow('create -f -', broken);
    await kubectlOrThrow('label namespace web cert-manager.io/disable-validation-');

    await expect.poll(async () => (await kubectl('create -f - --dry-run=server', broken)).code).toBe(1);
    expect((await patch({ spec: { dnsNames: ['www.shop.example'] } })).stderr).toBe('');
  });

  it('is refused for what becomes wrong now, and for nothing else', async () => {
    const { stderr } = await patch({ spec: { revisionHistoryLimit: 0 } });

    expect(stderr).toContain(`${denied}spec.revisionHistoryLimit: Invalid value: "0": must be at least 1`);
    expect(stderr).not.toContain('spec.duration');
  });

  it('can be deleted, and lose its finalizer', async () => {
    await kubectlOrThrow('delete certificate older -n web --wait=false');

    expect((await patch({ spec: { secretName: 'Other' } })).stderr).toBe('');
    expect((await patch({ metadata: { finalizers: null } })).stderr).toBe('');
    expect((await kubectl('get certificate older -n web')).stderr).toContain('NotFound');
  });
});

describe('while the webhook is down', () => {
  const waiting = certificate('waiting', {}, { finalizers: ['shop.example/wait'] });
  const patch = (change: object, args = '') =>
    kubectl(`patch certificate waiting -n web --type=merge --patch ${JSON.stringify(change)}${args}`);

  it('nothing new is let in', async () => {
    await kubectlOrThrow('create -f -', waiting);
    await cluster().killWebhook();
    const { stderr } = await patch({ spec: { dnsNames: ['www.shop.example'] } });

    expect(stderr).toContain('failed calling webhook "webhook.cert-manager.io"');
  });

  it('status is written, labels are changed, the same is applied again, and finalizers are removed', async () => {
    const condition = { type: 'Ready', status: 'True', reason: 'Ready', message: 'ready' };

    expect((await patch({ status: { conditions: [condition] } }, ' --subresource=status')).stderr).toBe('');
    expect((await patch({ metadata: { labels: { team: 'web' } } })).stderr).toBe('');
    const stored = await read<Manifest>('certificate/waiting');
    expect((await kubectl('replace -f -', stored)).stderr).toBe('');
    await kubectlOrThrow('delete certificate waiting -n web --wait=false');
    expect((await patch({ metadata: { finalizers: null } })).stderr).toBe('');
    expect((await kubectl('get certificate waiting -n web')).stderr).toContain('NotFound');
  });

  it('the status of a request is written, as long as it is not about approval', async () => {
    const ready = { type: 'Ready', status: 'False', reason: 'Pending', message: 'pending' };
    const status = JSON.stringify({ status: { conditions: [ready] } });
    const args = `patch certificaterequest stamped -n web --subresource=status --type=merge --patch ${status}`;

    expect((await kubectl(args)).stderr).toBe('');
  });

  it('its CA outlives it', async () => {
    const before = digest(await kubectlOrThrow('get secret certloom-webhook-ca -n certloom -o json'));
    await cluster().startWebhook();
    const after = digest(await kubectlOrThrow('get secret certloom-webhook-ca -n certloom -o json'));

    expect(after).toBe(before);
    expect((await kubectl('create -f -', certificate('again', { duration: '1m' }))).stderr).toContain(denied);
  });
});

describe('metrics over HTTPS', () => {
  const pem = async () => {
    const entry = 'jsonpath={.data.ca\\.crt}';
    const base64 = await kubectlOrThrow(`get secret certloom-webhook-ca -n certloom -o ${entry}`);
    return Buffer.from(base64, 'base64').toString();
  };

  it('are served with a certificate of the CA that the webhook has anyway', async () => {
    await cluster().killWebhook();
    await cluster().startWebhook(['--metrics-dynamic-serving-dns-names=localhost']);
    const url = cluster().urls.metrics.replace('http://127.0.0.1', 'https://localhost');

    await expect
      .poll(async () => getHttps(`${url}/metrics`, { ca: await pem() }).catch(String), { timeout: 30_000 })
      .toContain('certloom_webhook_reviews_total');
  });
});

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
