import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../../api/registration.ts';
import { secrets } from '../../api/secret.ts';
import { createServingCa } from '../../pki/serving.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { applyChart, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import type { RunningProcess } from '../cluster/process.ts';
import { flagsInChart, release, startRole } from '../cluster/role.ts';
import { type ServiceRelay, startServiceRelay } from '../cluster/service-relay.ts';
import { nextSerialShown } from '../cluster/shown-certificate.ts';

/** The CA is replaced a few seconds after the replicas are up, when two thirds of its life are over. */
const caDueInSeconds = 12;
const caLifetimeSeconds = 3600;
/** Certificates begin 300 s before they are made. */
const caDueAfterSeconds = ((caLifetimeSeconds + 300) * 2) / 3 - 300;

interface Replica {
  readonly port: number;
  readonly health: number;
  readonly process: RunningProcess;
}

let plane: ControlPlane;
let service: ServiceRelay;
let flags: readonly string[];
/** All that were started, gone or not. */
const replicas: Replica[] = [];

beforeAll(async () => {
  const [started, chart, port] = await Promise.all([startControlPlane(), renderChart(), freePort()]);
  plane = started;
  service = await startServiceRelay(port);
  flags = flagsInChart(chart, 'webhook');
  await applyChart(plane, chart, { webhook: port });
  await storeOldCa();
});
afterAll(async () => {
  await Promise.all(replicas.map(({ process }) => process.stop()));
  await service?.close();
  await plane?.stop();
});

/** The CA that all replicas share, as an earlier installation left it. */
async function storeOldCa(): Promise<void> {
  const made = new Date(Date.now() - (caDueAfterSeconds - caDueInSeconds) * 1000);
  const { certificatePem, keyPem } = await createServingCa(made, caLifetimeSeconds);
  const [certificate, key] = [certificatePem, keyPem].map((pem) => Buffer.from(pem).toString('base64'));
  await plane.admin.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { namespace: release.namespace, name: 'certloom-webhook-ca' },
    data: { 'tls.crt': certificate ?? '', 'tls.key': key ?? '', 'ca.crt': certificate ?? '' },
  });
}

async function start(name: string, more: readonly string[] = []): Promise<Replica> {
  const [port, health] = [await freePort(), await freePort()];
  const onLoopback = [
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--healthz-port=${health}`,
    '--metrics-listen-address=0',
    '--dynamic-serving-dns-names=localhost',
    '--shutdown-delay-duration=2s',
  ];
  const process = await startRole(plane, 'webhook', [...flags, ...onLoopback, ...more], { name });
  const replica = { port, health, process };
  replicas.push(replica);
  return replica;
}

/** What `/readyz` says in full. */
async function readiness({ health }: Replica): Promise<string> {
  return (await fetch(`http://127.0.0.1:${health}/readyz?verbose`)).text();
}

async function isReady(replica: Replica): Promise<void> {
  await replica.process.until('the replica to be ready', async () =>
    (await readiness(replica)).includes('readyz check passed') ? true : undefined,
  );
}

/** A replica that gets calls once it says that it is ready, as a Pod does. */
async function joined(name: string): Promise<Replica> {
  const replica = await start(name);
  await isReady(replica);
  service.add(replica.port);
  return replica;
}

/** As a Pod is stopped: no new connections, and SIGTERM. */
async function leave({ port, process }: Replica): Promise<void> {
  service.remove(port);
  process.kill('SIGTERM');
  expect(await process.exited).toEqual({ code: 0, signal: null });
}

interface Told {
  readonly count: number;
  readonly problems: readonly string[];
}

/** Makes Certificates for show through the API server, from a process of its own, until it is told to end. */
function startLoad(): { end(): Promise<Told> } {
  const program = join(import.meta.dirname, 'admission-support', 'load.ts');
  const child = spawn(process.execPath, [program, plane.adminKubeconfig], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const output = text(child.stdout);
  return {
    async end() {
      child.stdin.end();
      await once(child, 'close');
      return JSON.parse(await output) as Told;
    },
  };
}

async function bundle(): Promise<string> {
  const found = await plane.admin.get(validatingWebhookConfigurations, { name: 'certloom-webhook' });
  return found?.webhooks?.[0]?.clientConfig.caBundle ?? '';
}

describe('two replicas of the webhook that share a CA, whose life is two thirds over', () => {
  let first: Replica;
  let second: Replica;
  let load: ReturnType<typeof startLoad>;
  let bundleBefore: string;

  it('are ready once the API server gets answers from them', async () => {
    [first, second] = await Promise.all([start('first'), start('second')]);
    for (const { port } of [first, second]) service.add(port);
    await Promise.all([isReady(first), isReady(second)]);

    expect(await readiness(first)).toContain('[+]reachable ok');
    bundleBefore = await bundle();
    load = startLoad();
  });

  it('replace the CA, and a third replica takes the place of the first', async () => {
    await waitFor('the new CA beside the old one', async () =>
      (await bundle()) === bundleBefore ? undefined : true,
    );
    const third = await joined('third');
    await leave(first);
    expect(await readiness(third)).toContain('[+]reachable ok');
  });

  it('show certificates of the new CA without a restart', async () => {
    const { before, after } = await nextSerialShown(second.port);
    expect(after).not.toBe(before);
  });

  it('are all replaced in the end, and not one write failed all the while', async () => {
    await joined('fourth');
    await leave(second);
    const { count, problems } = await load.end();

    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  it('say so when the API server does not trust what they show', async () => {
    await Promise.all(replicas.slice(2).map(leave)); // nobody else can answer
    const subjectAltName = 'DNS:localhost';
    const files = await createCertificate(plane.dir, {
      name: 'strange',
      commonName: 'strange',
      subjectAltName,
    });
    const strange = await start('strange', [
      `--tls-cert-file=${files.certificateFile}`,
      `--tls-private-key-file=${files.keyFile}`,
    ]);
    service.add(strange.port);

    await strange.process.until('the reason', async () =>
      (await readiness(strange)).includes('certificate signed by unknown authority') ? true : undefined,
    );
    expect(await readiness(strange)).toContain('readyz check failed');
  });

  it('are ready with files of the operator, once he has told the API server whom to trust', async () => {
    const strange = replicas.at(-1);
    const pem = await readFile(join(plane.dir, 'strange.crt'));
    const patch = [
      { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: pem.toString('base64') },
    ] as const;
    for (const kind of [mutatingWebhookConfigurations, validatingWebhookConfigurations]) {
      await plane.admin.patch(kind, { name: 'certloom-webhook' }, patch);
    }

    if (strange !== undefined) await isReady(strange);
    expect(strange?.process.running).toBe(true);
  });
});
