import { afterAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { judgeExample } from '../../api/reference/judge-example.ts';
import type { ReferenceRule } from '../../api/reference/reference-rule.ts';
import { referenceRules } from '../../api/reference/rules/index.ts';
import { decoders } from '../../pki/candidates.ts';
import { createCsr, csrWantedFrom, defaultCsrGates } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { secrets } from '../../api/secret.ts';
import { createLogger } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { startReflector } from '../../runtime/watch.ts';
import {
  acme,
  certificate,
  clusterIssuer,
  http01,
  issuer,
  object,
  secret,
} from '../../api/reference/example.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

const cluster = startedFor(() => startClusterWithWebhook({ webhook: { references: { secrets: true } } }));

async function apply(object: KubeObject, ...more: readonly string[]) {
  const { plane } = cluster();
  const { code, stdout, stderr } = await plane.kubectl(['apply', ...more, '-f', '-'], {
    stdin: JSON.stringify(object),
  });
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

async function applied(...objects: readonly KubeObject[]): Promise<void> {
  const list = { apiVersion: 'v1', kind: 'List', items: objects } as unknown as KubeObject;
  const { code, stderr } = await apply(list);
  expect({ code, stderr: stderr.replaceAll(/^Warning: .*$/gm, '').trim() }).toEqual({ code: 0, stderr: '' });
}

/** What kubectl prints about a dry run. */
function printed(object: KubeObject): () => Promise<string> {
  return async () => (await apply(object, '--dry-run=server')).stderr;
}

/** Until the caches have heard of it. */
const patience = { timeout: 15_000 };

const shop = (spec: object = {}, metadata: object = {}) => certificate(spec, metadata);

describe('what kubectl prints about a Certificate and its surroundings', () => {
  it('is that there is no issuer, until there is one', async () => {
    await expect
      .poll(printed(shop()), patience)
      .toBe('Warning: spec.issuerRef.name: there is no Issuer ca in namespace web');

    await applied(issuer(acme([http01])));

    await expect.poll(printed(shop()), patience).toBe('');
  });

  it('is that no solver is for a wildcard', async () => {
    await expect
      .poll(printed(shop({ dnsNames: ['*.shop.example'] })), patience)
      .toBe('Warning: spec.dnsNames[0]: no DNS01 solver of ca is for *.shop.example');
  });

  it('is whose Secret it names', async () => {
    await applied(shop({ secretName: 'first-tls' }, { name: 'first' }));

    await expect
      .poll(printed(shop({ secretName: 'first-tls' })), patience)
      .toBe('Warning: spec.secretName: is the Secret of Certificate first too; only one can have it');
  });

  it('is that somebody else made the Secret', async () => {
    await applied(secret('made', ['tls.key']));

    await expect
      .poll(printed(shop({ secretName: 'made' })), patience)
      .toBe(
        'Warning: spec.secretName: the Secret is there already, written by kubectl-client-side-apply; it would be written over',
      );
  });

  it('is which entry of a Secret an issuer misses, though entries are never looked at', async () => {
    await expect
      .poll(printed(issuer({ ca: { secretName: 'made' } }, { name: 'company' })), patience)
      .toBe('Warning: spec.ca.secretName: the Secret made has no entry tls.crt');
    await expect
      .poll(printed(issuer({ ca: { secretName: 'nowhere' } }, { name: 'company' })), patience)
      .toBe('Warning: spec.ca.secretName: there is no Secret nowhere yet');
  });

  it('is nothing when it is applied again, or changed elsewhere', async () => {
    await applied(shop({ dnsNames: ['*.shop.example'], secretName: 'again' }, { name: 'again' }));

    const again = shop({ dnsNames: ['*.shop.example'], secretName: 'again' }, { name: 'again' });
    const changed = shop(
      { dnsNames: ['*.shop.example'], secretName: 'again', duration: '2160h' },
      { name: 'again' },
    );

    expect((await apply(again)).stderr).toBe('');
    expect((await apply(changed)).stderr).toBe('');
  });
});

describe('a ClusterIssuer for one tenant', () => {
  const byTenant = { issuerRef: { name: 'tenant', kind: 'ClusterIssuer' } };
  const annotations = {
    'certloom/allowed-namespaces': 'shop-*, web',
    'certloom/allowed-dns-suffixes': 'shop.example',
  };
  const refused = ['--reference-rules-deny=reference/namespace-is-allowed,reference/names-are-allowed'];

  it('is guarded when the configuration says so', async () => {
    await applied(clusterIssuer({ selfSigned: {} }, { name: 'tenant', annotations }));
    await cluster().killWebhook();
    await cluster().startWebhook(refused);

    await expect
      .poll(printed(shop({ ...byTenant, commonName: 'bank.example' })), patience)
      .toMatch(
        /denied the request: spec.commonName: Invalid value: "bank.example": ClusterIssuer tenant is not for bank.example; ask those who run it$/,
      );
    await expect
      .poll(printed(shop(byTenant, { namespace: 'default' })), patience)
      .toMatch(
        /denied the request: spec.issuerRef.name: Forbidden: ClusterIssuer tenant is not for namespace default; ask those who run it$/,
      );
    expect((await apply(shop({ ...byTenant, commonName: 'shop.example' }), '--dry-run=server')).code).toBe(0);
  });

  it('is guarded as well against those who bring a CSR of their own', async () => {
    const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
    const wanted = { secretName: 'any', dnsNames: ['bank.example'], ...byTenant };
    const csr = await createCsr(csrWantedFrom(wanted, defaultCsrGates), key);
    const request = object('cert-manager.io/v1', 'CertificateRequest', {
      metadata: {
        name: 'bank',
        namespace: 'web',
        annotations: { 'cert-manager.io/private-key-secret-name': 'bank' },
      },
      spec: { ...byTenant, request: Buffer.from(csr).toString('base64') },
    });

    expect((await apply(request, '--dry-run=server')).stderr).toMatch(
      /denied the request: spec.request: Invalid value: "bank.example": ClusterIssuer tenant is not for bank.example/,
    );
  });
});

describe('a cache of Secrets that asks for metadata', () => {
  const ended = new AbortController();
  afterAll(() => ended.abort());

  it('is never sent what is in them, first nor later', async () => {
    const { admin } = cluster().plane;
    const store = startReflector({
      connection: admin,
      resource: secrets,
      metadataOnly: true,
      trim: (object) => object,
      signal: ended.signal,
      log: createLogger({ level: 'error' }),
      metrics: createMetrics(),
    });
    await store.waitForSync();

    await applied(secret('later', ['password']));

    await expect.poll(() => store.get('web/later')?.metadata.name).toBe('later');
    expect(store.get('web/made')?.metadata.managedFields).not.toEqual([]);
    for (const object of store.list()) expect(object).not.toHaveProperty('data');
  });
});

/** The warning about the field that a rule is about, as soon as the caches have heard of everything. */
async function warningOf(rule: ReferenceRule<never>): Promise<string> {
  const [[object, ...others] = []] = rule.fails;
  if (object === undefined) return '';
  const { plane } = cluster();
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: others });
  if (others.length > 0) await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin: list });
  const [found] = judgeExample([object, ...others], decoders).filter(({ rule: id }) => id === rule.id);
  const field = `Warning: ${found?.violation.field}: `;
  const isAbout = (line: string): boolean => line.startsWith(field);
  await expect.poll(async () => (await printed(object)()).split('\n').some(isAbout), patience).toBe(true);
  const lines = (await printed(object)()).split('\n').filter(isAbout);
  if (others.length > 0) await plane.kubectlOrThrow(['delete', '-f', '-'], { stdin: list });
  return `${rule.id}: ${lines.join(' | ')}`;
}

describe('kubectl', () => {
  it('prints about every rule what it printed before', async () => {
    const { plane } = cluster();
    await plane.kubectlOrThrow(['delete', '--all', 'certificates,issuers,secrets', '--namespace=web']);
    await plane.kubectlOrThrow(['delete', '--all', 'clusterissuers']);
    await cluster().killWebhook();
    await cluster().startWebhook();
    const told: string[] = [];
    for (const rule of referenceRules) told.push(await warningOf(rule));

    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('./admission-references.golden');
  }, 120_000);
});
