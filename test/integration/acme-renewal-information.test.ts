import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isTrue, rfc3339 } from '../../api/conditions.ts';
import { issuers } from '../../api/kinds.ts';
import type { Secret } from '../../api/secret.ts';
import { defaultSettings } from '../../controller/settings.ts';
import { decodeCertificate } from '../../pki/certificate.ts';
import { certificateId } from '../../pki/renewal-information.ts';
import { type TestController, certificateFor, entry } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type AcmeScene, startAcmeScene } from './acme-scene.ts';

const namespace = 'shop';
let scene: AcmeScene;
let controller: TestController;

beforeAll(async () => {
  scene = await startAcmeScene(namespace, {
    retryAfterSeconds: { authz: 1, order: 1 },
    profiles: { default: { description: 'ten minutes', validityPeriod: 600 } },
  });
  const gates = { ...defaultSettings.gates, ACMEUseARI: true };
  const challenges = { ...defaultSettings.challenges, recursiveNameservers: [scene.dns.server] };
  controller = await scene.start({ settings: { gates, challenges } });
  await scene.apply(scene.issuer('acme'));
  await waitFor('the issuer', async () => {
    const found = await scene.plane.admin.get(issuers, { namespace, name: 'acme' });
    return isTrue(found?.status?.conditions, 'Ready') || undefined;
  });
  await scene.apply(certificateFor('one', { issuerRef: { name: 'acme' } }));
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

function leafOf(secret: Secret) {
  return decodeCertificate(entry(secret, 'tls.crt'));
}

/** Waits until the CA has been asked about the certificate in use. */
async function asked(revision: number) {
  await scene.ready('one', revision);
  return waitFor('the CA to be asked', async () => {
    const status = (await scene.certificate('one'))?.status;
    return status?.acme?.ari?.lastChecked === undefined ? undefined : status;
  });
}

/** As if the hours until the next check were over. */
async function askNow(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1100)); // a status tells times to the second
  const ari = { nextCheck: rfc3339(new Date()) };
  const patch = JSON.stringify({ status: { acme: { ari } } });
  const args = ['patch', 'certificate', 'one', '-n', namespace, '--subresource=status', '--type=merge'];
  await scene.plane.kubectlOrThrow([...args, '-p', patch]);
}

async function replaced(revision: number): Promise<string | undefined> {
  const order = await scene.order(`one-${revision}-`, ({ status }) => status?.state === 'valid');
  return order.spec.replaces;
}

describe('a certificate of a CA that knows when it should be renewed', () => {
  let first: Secret;

  it('is asked about as soon as it is there, and keeps its own time where the CA suggests none', async () => {
    const status = await asked(1);
    first = await scene.secret('one');
    const { notBefore } = leafOf(first);

    expect(await replaced(1)).toBeUndefined();
    expect(Date.parse(status.acme?.ari?.nextCheck ?? '') - Date.now()).toBeGreaterThan(5.9 * 3600 * 1000);
    expect((Date.parse(status.renewalTime ?? '') - notBefore.getTime()) / 1000).toBeCloseTo(400, -1);
  });

  it('is renewed when the CA says so, as the one that the new order replaces', async () => {
    const { pem, notBefore, ...named } = leafOf(first);
    const [start, end] = [1, 2].map((second) => new Date(notBefore.getTime() + second * 1000));
    const explanationURL = 'https://ca.example/why';
    await scene.acme.setRenewalInfo(pem, JSON.stringify({ suggestedWindow: { start, end }, explanationURL }));
    await askNow();
    await asked(2);

    expect(await replaced(2)).toBe(certificateId(named));
    expect(await scene.acme.logs()).toMatch(/ARI: order "\S+" is a replacement of/);
  });

  it('that is restored from a backup is replaced all the same, though the CA knows it as replaced', async () => {
    const { resourceVersion: _version, managedFields: _fields, ...metadata } = first.metadata;
    await scene.plane.kubectlOrThrow(['replace', '-n', namespace, '-f', '-'], {
      stdin: JSON.stringify({ ...first, metadata }),
    });
    await asked(3);

    expect(await replaced(3)).toBe(certificateId(leafOf(first)));
  });

  it('keeps its own time, and says why, when the answer makes no sense', async () => {
    const { pem, notBefore } = leafOf(await scene.secret('one'));
    await scene.acme.setRenewalInfo(pem, '{"suggestedWindow": "soon"}');
    await askNow();
    const status = await waitFor('the complaint', async () => {
      const found = (await scene.certificate('one'))?.status;
      return found?.acme?.ari?.lastError === undefined ? undefined : found;
    });

    expect(status.acme?.ari?.lastError).toMatch(/cannot be used: no window of time$/);
    expect((Date.parse(status.renewalTime ?? '') - notBefore.getTime()) / 1000).toBeCloseTo(400, -1);
    await waitFor('the event', async () => {
      const told = (await scene.events('one')).map(({ reason }) => reason);
      return told.includes('ARIError') || undefined;
    });
  });
});
