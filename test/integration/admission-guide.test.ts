import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCsr, csrWantedFrom, defaultCsrGates } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { repository } from '../../tools/toolchain.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

/** docs/admission.md, held to its word. */
const guide = readFileSync(join(repository, 'docs/admission.md'), 'utf8');
const blocks = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const cluster = startedFor(() => startClusterWithWebhook());

function blockAbout(kind: string): string {
  const found = blocks.find((text) => text.includes(`kind: ${kind}`));
  if (found === undefined) throw new Error(`the guide shows no ${kind}`);
  return found;
}

const kubectl = (args: readonly string[], stdin?: string) =>
  cluster().plane.kubectl(args, stdin === undefined ? {} : { stdin });

function manifest(kind: string, name: string, spec: object): object {
  return { apiVersion: 'cert-manager.io/v1', kind, metadata: { name, namespace: 'web' }, spec };
}

describe('the guide to admission', () => {
  it('shows a denial as it is', async () => {
    const path = join(cluster().dir, 'shop.yaml');
    const issuer = manifest('Issuer', 'ca', { ca: { secretName: 'ca-pair' } });
    const shop = manifest('Certificate', 'shop', {
      secretName: 'shop-tls',
      dnsNames: ['shop.example'],
      issuerRef: { name: 'ca' },
      duration: '30m',
      privateKey: { algorithm: 'ECDSA', size: 2048 },
    });
    await kubectl(['create', '-f', '-'], JSON.stringify(issuer));
    await writeFile(path, JSON.stringify(shop));
    const [shown] = /^Error from server .*$/m.exec(guide) ?? [];
    const told = async () => (await kubectl(['apply', '-f', path])).stderr.trim().replace(path, 'shop.yaml');

    await expect.poll(told, { timeout: 10_000 }).toBe(shown); // warned of the issuer until the webhook has seen it
  });

  it('names the metrics that there are', async () => {
    const served = await (await fetch(`${cluster().urls.metrics}/metrics`)).text();
    const named = [...guide.matchAll(/`(certloom_[a-z_]+)`/g)].map(([, name = '']) => name);

    expect(named).toHaveLength(2);
    for (const name of named) expect(served).toContain(name);
    expect(served).toContain('certloom_webhook_reviews_total{webhook="validate",allowed="false"}');
  });

  it('asks for readiness where it is told', async () => {
    expect(guide).toContain("curl 'localhost:6080/readyz?verbose'");
    const [, path = ''] = /curl 'localhost:6080([^']+)'/.exec(guide) ?? [];

    await waitFor('readiness', async () => {
      const said = await (await fetch(`${cluster().urls.health}${path}`)).text();
      return said.includes('[+]reachable ok') || undefined;
    });
  });
});

/** Somebody writes Approved into the status of a request. */
async function approve(user: string) {
  const condition = { type: 'Approved', status: 'True', reason: 'Test', message: 'test' };
  const patch = JSON.stringify({ status: { conditions: [condition] } });
  const what = ['certificaterequest', 'shop-1', '--namespace=web', '--subresource=status'];
  return kubectl(['patch', ...what, '--type=merge', `--patch=${patch}`, `--as=${user}`]);
}

describe('the guide on who may approve', () => {
  beforeAll(async () => {
    const resources = 'certificaterequests.cert-manager.io,certificaterequests.cert-manager.io/status';
    const role = ['create', 'clusterrole', 'writes-status', '--verb=get,update,patch'];
    await kubectl([...role, `--resource=${resources}`]);
    await kubectl(['create', 'clusterrolebinding', 'jane', '--clusterrole=writes-status', '--user=jane']);
    await kubectl(['apply', '-f', '-'], blockAbout('ClusterRole'));
    const wanted = { secretName: 'any', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'] };
    const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
    const pem = await createCsr(csrWantedFrom(wanted, defaultCsrGates), key);
    const request = manifest('CertificateRequest', 'shop-1', {
      request: Buffer.from(pem).toString('base64'),
      issuerRef: { name: 'ca' },
    });
    await kubectl(['create', '-f', '-'], JSON.stringify(request));
  });

  it('shows how to ask the API server', async () => {
    const question = blockAbout('SubjectAccessReview');
    const ask = ['create', '-o', 'jsonpath={.status.allowed}', '-f', '-'];

    expect((await kubectl(ask, question)).stdout).toBe('true');
    expect((await kubectl(ask, question.replace('user: ann', 'user: jane'))).stdout).toBe('false');
  });

  it('says what others are told', async () => {
    const { stderr } = await approve('jane');
    const [, told = ''] = /status\.conditions: Forbidden: (.*)/.exec(stderr.trim()) ?? [];

    expect(told).not.toBe('');
    expect(guide.replaceAll(/\s+/g, ' ')).toContain(told);
  });

  it('grants what it takes', async () => {
    const { code, stderr } = await approve('ann');

    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});
