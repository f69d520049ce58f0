import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../../api/registration.ts';
import { createCertificate } from '../cluster/certificates.ts';
import { waitFor } from '../cluster/loopback.ts';
import { nextSerialShown } from '../cluster/shown-certificate.ts';
import { startedFor } from '../cluster/suite.ts';
import { type Replica, startWebhookReplicas } from './webhook-replicas.ts';

const scene = startedFor(() => startWebhookReplicas());

const gone = { code: 0, signal: null };

interface Told {
  readonly count: number;
  readonly problems: readonly string[];
}

/** Makes Certificates for show through the API server, from a process of its own, until it is told to end. */
function startLoad(): { end(): Promise<Told> } {
  const program = join(import.meta.dirname, 'admission-support', 'load.ts');
  const child = spawn(process.execPath, [program, scene().plane.adminKubeconfig], {
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

describe('two replicas of the webhook that share a CA, whose life is two thirds over', () => {
  let first: Replica;
  let second: Replica;
  let load: ReturnType<typeof startLoad>;
  let bundleBefore: string;

  it('are ready once the API server gets answers from them', async () => {
    [first, second] = await Promise.all([scene().start('first'), scene().start('second')]);
    for (const replica of [first, second]) scene().add(replica);
    await Promise.all([first.isReady(), second.isReady()]);

    expect(await first.readiness()).toContain('[+]reachable ok');
    bundleBefore = await scene().bundle();
    load = startLoad();
  });

  it('replace the CA, and a third replica takes the place of the first', { timeout: 300_000 }, async () => {
    await waitFor(
      'the new CA beside the old one',
      async () => ((await scene().bundle()) === bundleBefore ? undefined : true),
      { seconds: scene().caDueInSeconds + 60 },
    );
    const third = await scene().join('third');
    expect(await scene().leave(first)).toEqual(gone);
    expect(await third.readiness()).toContain('[+]reachable ok');
  });

  it('show certificates of the new CA without a restart', async () => {
    const { before, after } = await nextSerialShown(second.port);
    expect(after).not.toBe(before);
  });

  it('are all replaced in the end, and not one write failed all the while', async () => {
    await scene().join('fourth');
    expect(await scene().leave(second)).toEqual(gone);
    const { count, problems } = await load.end();

    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  it('say so when the API server does not trust what they show', async () => {
    await Promise.all(
      scene()
        .all.slice(2)
        .map((replica) => scene().leave(replica)),
    ); // nobody else can answer
    const { plane } = scene();
    const subjectAltName = 'DNS:localhost';
    const files = await createCertificate(plane.dir, {
      name: 'strange',
      commonName: 'strange',
      subjectAltName,
    });
    const strange = await scene().start('strange', [
      `--tls-cert-file=${files.certificateFile}`,
      `--tls-private-key-file=${files.keyFile}`,
    ]);
    scene().add(strange);

    await strange.process.until('the reason', async () =>
      (await strange.readiness()).includes('certificate signed by unknown authority') ? true : undefined,
    );
    expect(await strange.readiness()).toContain('readyz check failed');
  });

  it('are ready with files of the operator, once he has told the API server whom to trust', async () => {
    const { plane, all } = scene();
    const strange = all.at(-1);
    const pem = await readFile(join(plane.dir, 'strange.crt'));
    const patch = [
      { op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: pem.toString('base64') },
    ] as const;
    for (const kind of [mutatingWebhookConfigurations, validatingWebhookConfigurations]) {
      await plane.admin.patch(kind, { name: 'certloom-webhook' }, patch);
    }

    await strange?.isReady();
    expect(strange?.process.running).toBe(true);
  });
});
