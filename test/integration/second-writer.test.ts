import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findCondition } from '../../api/conditions.ts';
import { secrets } from '../../api/secret.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type Minted, base64, mint } from '../cluster/mint.ts';

const namespace = 'shop';
const name = { namespace, name: 'shop-tls' };
let scene: ControllerScene;
let controller: TestController;

/** Keeps its own key and certificate in the Secret, as tools do that copy them from elsewhere. */
interface SecondWriter {
  /** How often it had to write. */
  readonly writes: number;
  stop(): Promise<void>;
}

function startSecondWriter({ pem, keyPem }: Minted): SecondWriter {
  const data = { 'tls.crt': base64(pem), 'tls.key': base64(keyPem) };
  const state = { running: true, writes: 0 };
  const look = async (): Promise<void> => {
    const secret = await scene.plane.admin.get(secrets, name);
    if (secret === undefined || secret.data?.['tls.crt'] === data['tls.crt']) return;
    const wanted = { ...secret, data: { ...secret.data, ...data } };
    await scene.plane.admin.replace(secrets, wanted, { fieldManager: 'vault-sync' });
    state.writes += 1;
  };
  const work = (async () => {
    while (state.running) {
      await look().catch(() => undefined); // the other one was quicker: look again
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    get writes() {
      return state.writes;
    },
    async stop() {
      state.running = false;
      await work;
    },
  };
}

const conflict = async () => findCondition((await scene.certificate('shop'))?.status?.conditions, 'Conflict');

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  controller = await scene.start();
  await scene.apply(...rootAndCa, certificateFor('shop'));
  await scene.ready('shop');
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

describe('a tool that keeps its own certificate in the Secret of a Certificate', () => {
  let tool: SecondWriter;

  beforeAll(async () => {
    tool = startSecondWriter(await mint(certificateFor('shop').spec, new Date()));
    await waitFor('the conflict to be said', async () => (await conflict()) !== undefined || undefined);
  });
  afterAll(() => tool?.stop());

  it('is answered once, and then let be: two writes of one, two of the other', async () => {
    const writes = await scene.writesAbout('shop');
    const many = (what: string) => writes.filter((write) => write === what).length;

    expect(tool.writes).toBe(2);
    expect(many('create certificaterequests')).toBe(2);
    expect(many('patch secrets')).toBe(2);
    expect((await scene.certificate('shop'))?.status?.revision).toBe(2);
  });

  it('is named on the Certificate and in an event, with what to do', async () => {
    const { conditions = [] } = (await scene.certificate('shop'))?.status ?? {};
    const events = await waitFor('the event', async () => {
      const found = (await scene.events('shop')).filter(({ reason }) => reason === 'SecretOverwritten');
      return found.length > 0 ? found : undefined;
    });

    expect(findCondition(conditions, 'Conflict')).toMatchObject({
      status: 'True',
      reason: 'SecretOverwritten',
      message: expect.stringContaining('"vault-sync"'),
    });
    expect(findCondition(conditions, 'Ready')?.message).toContain('has another writer: "vault-sync"');
    expect(events).toHaveLength(1);
  });

  it('does not keep a changed Certificate from being issued at once', async () => {
    await scene.apply(certificateFor('shop', { dnsNames: ['new.example.com'] }));

    const revision = await waitFor('a third certificate', async () => {
      const reached = (await scene.certificate('shop'))?.status?.revision ?? 0;
      return reached > 2 ? reached : undefined;
    });
    expect(revision).toBe(3);
  });
});
