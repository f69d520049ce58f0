import { isTrue } from '../api/conditions.ts';
import { certificateRequests, certificates } from '../api/kinds.ts';
import { type Secret, secrets } from '../api/secret.ts';
import { isWrite } from '../test/cluster/audit.ts';
import { certificateFor } from '../test/cluster/controller-scene.ts';
import { waitFor } from '../test/cluster/loopback.ts';
import { type Arena, namespace, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { ownRequests } from './cost.ts';
import { issue } from './issuance.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const count = 12;
const names = Array.from({ length: count }, (_, index) => `restored-${index}`);

/** A backup comes back in the order in which backup tools may have it: Certificates first, while the controller runs. */
export const restore: Suite = {
  name: 'restore',
  summary: `${count} certificates are restored, and their Secrets after them, while the controller runs`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    const { plane } = arena;
    await issue(
      arena,
      names.map((name) => certificateFor(name)),
    );
    const backup = await Promise.all(names.map((name) => secretOf(arena, name)));
    tell('losing the namespace');
    for (const name of names) {
      await plane.admin.delete(certificates, { namespace, name });
      await plane.admin.delete(secrets, { namespace, name: `${name}-tls` });
    }
    await waitFor('the requests to go', () => noRequests(arena));
    tell('restoring it');
    const audited = (await plane.auditEvents()).length;
    for (const name of names) {
      await plane.admin.create(certificates, { ...certificateFor(name), metadata: { name, namespace } });
    }
    for (const { metadata, type, data } of backup) {
      const { name = '', labels = {}, annotations = {} } = metadata;
      const restored = { metadata: { name, namespace, labels, annotations }, ...(type && { type }) };
      await putBack(arena, { ...restored, ...(data && { data }) });
    }
    await waitFor('all to be ready', () => allReady(arena), { seconds: 300 });
    await new Promise((resolve) => setTimeout(resolve, settlingMs));
    const after = await Promise.all(names.map((name) => secretOf(arena, name)));
    const reissued = after.filter((secret, index) => !sameCertificate(secret, backup[index])).length;
    const writes = ownRequests(arena, (await plane.auditEvents()).slice(audited)).filter(isWrite);
    return [
      { name: 'issued again', value: reissued, unit: 'certificates', limit: 1 },
      { name: 'writes of the controller', value: writes.length, unit: 'requests' },
    ];
  } finally {
    await arena.stop();
  }
}

/** Until whatever was begun in vain has come to its end, too. */
const settlingMs = 10_000;

async function secretOf({ plane }: Arena, name: string): Promise<Secret> {
  const secret = await plane.admin.get(secrets, { namespace, name: `${name}-tls` });
  if (secret === undefined) throw new Error(`there is no Secret ${name}-tls`);
  return secret;
}

/** As backup tools do: what is there already is replaced. */
async function putBack({ plane }: Arena, secret: Secret): Promise<void> {
  const { name = '' } = secret.metadata;
  await plane.admin.apply(
    secrets,
    { apiVersion: 'v1', kind: 'Secret', ...secret, metadata: { ...secret.metadata, name } },
    { fieldManager: 'backup' },
  );
}

async function noRequests({ plane }: Arena): Promise<true | undefined> {
  const left = await plane.admin.list(certificateRequests, { namespace });
  return left.every(({ metadata }) => !metadata.name?.startsWith('restored-')) || undefined;
}

async function allReady({ plane }: Arena): Promise<true | undefined> {
  const all = await plane.admin.list(certificates, { namespace });
  const restored = all.filter(({ metadata }) => names.includes(metadata.name ?? ''));
  const ready = restored.filter(
    ({ status }) => isTrue(status?.conditions, 'Ready') && !isTrue(status?.conditions, 'Issuing'),
  );
  return ready.length === count || undefined;
}

function sameCertificate(secret: Secret, before: Secret | undefined): boolean {
  return secret.data?.['tls.crt'] === before?.data?.['tls.crt'];
}
