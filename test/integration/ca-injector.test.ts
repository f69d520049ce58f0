import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { WebhookConfiguration } from '../../api/registration.ts';
import type { KubeObject } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { type TargetPlural, targetPlurals } from '../../controller/ca-injector/settings.ts';
import { targetKinds } from '../../controller/ca-injector/target-kind.ts';
import { createServingCa } from '../../pki/serving.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { type Targets, appliedByUpstream, targetsIn, targetsOfKind } from './ca-injector-scene.ts';

const namespace = 'shop';
let scene: ControllerScene;
let controller: TestController;
let targets: Targets;
/** PEM: `ca.crt` of Certificate `operator`, and of Secret `direct`. */
let issuedCa: string;
let directCa: string;

const fieldManager = 'cert-manager-cainjector';
const fromCertificate = { 'cert-manager.io/inject-ca-from': `${namespace}/operator` };
const fromSecret = { 'cert-manager.io/inject-ca-from-secret': `${namespace}/direct` };
const fromApiServer = { 'cert-manager.io/inject-apiserver-ca': 'true' };

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  targets = targetsIn(scene.plane);
  controller = await scene.start();
  await scene.apply(...rootAndCa, certificateFor('operator'));
  directCa = await newCa();
  await store('direct', directCa);
  await scene.ready('operator');
  issuedCa = entry(await scene.secret('operator'), 'ca.crt');
  // these two take their time
  const annotations = { 'cert-manager.io/inject-ca-from': `${namespace}/late` };
  await targets.create('validatingwebhookconfigurations', 'late', { annotations });
  await targets.create('mutatingwebhookconfigurations', 'expiring', {
    annotations: fromSecret,
    before: await newCa(10),
  });
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

async function newCa(lifetimeSeconds = 86_400): Promise<string> {
  return (await createServingCa(new Date(), lifetimeSeconds)).certificatePem;
}

/** Puts a CA into a Secret; not by kubectl, which would ask every APIService what it serves. */
async function store(name: string, ca: string, allows = 'true'): Promise<void> {
  const annotations = { 'cert-manager.io/allow-direct-injection': allows };
  const data = { 'ca.crt': Buffer.from(ca).toString('base64') };
  const metadata = { namespace, name, annotations };
  await scene.plane.admin.apply(secrets, { metadata, data }, { fieldManager: 'trust' });
}

describe.each(targetPlurals)('of %s, one that asks', (plural) => {
  const prefix = plural.slice(0, 4);

  it.each([
    ['for the CA of a Certificate', 'cert', fromCertificate, () => issuedCa],
    ['for that of a Secret', 'secret', fromSecret, () => directCa],
    ['for that of the API server', 'server', fromApiServer, () => scene.plane.caPem],
  ])('%s gets it in every place, with one write', async (_, what, annotations, ca) => {
    const name = await targets.create(plural, `${prefix}-${what}`, { annotations });
    await targets.holds(plural, name, ca());
    await targets.event(name, 'CAInjected');

    expect(await scene.writesAbout(name)).toEqual([`patch ${plural}`]);
    expect(await owners(plural, name)).toEqual(['Update by cert-manager-cainjector']);
  });
});

/** What upstream's cainjector left: fields by server-side apply, as today, or by updates, as it used to. */
async function leftByUpstream(plural: TargetPlural, name: string, how: 'apply' | 'update'): Promise<string> {
  if (how === 'update')
    return targets.create(plural, name, { annotations: {}, before: directCa, fieldManager });
  const created = await targets.create(plural, name, { annotations: {} });
  const applied = { metadata: { name: created }, ...appliedByUpstream[plural](directCa) };
  await scene.plane.admin.apply(targetKinds[plural].resource, applied, { fieldManager });
  return created;
}

describe('what upstream has written', () => {
  it.each([
    ['validatingwebhookconfigurations', 'apply'],
    ['validatingwebhookconfigurations', 'update'],
    ['customresourcedefinitions', 'apply'],
    ['customresourcedefinitions', 'update'],
    ['apiservices', 'apply'],
  ] as const)('stays, of %s by %s, until there is another CA', async (plural, how) => {
    const short = `${plural.slice(0, 3)}-${how}`;
    await store(short, directCa);
    const name = await leftByUpstream(plural, short, how);
    const annotations = { 'cert-manager.io/inject-ca-from-secret': `${namespace}/${short}` };
    await scene.plane.admin.patch(targetKinds[plural].resource, { name }, { metadata: { annotations } });
    const next = await newCa();
    await store(short, next);
    await targets.holds(plural, name, directCa, next);

    // the only one: taking over cost none
    expect(await scene.writesAbout(name)).toEqual([`patch ${plural}`]);
    expect(await owners(plural, name)).toEqual(['Update by cert-manager-cainjector']);
  });
});

/** How fields came to be ours. */
async function owners(plural: TargetPlural, name: string): Promise<readonly string[]> {
  const { metadata } = await targets.object(plural, name);
  return (metadata.managedFields ?? [])
    .map(({ manager, operation }) => `${operation} by ${manager}`)
    .filter((owner) => owner.endsWith('cainjector'));
}

describe('a CA that is replaced', () => {
  const plural = 'mutatingwebhookconfigurations';

  it('stays beside the new one, however often', async () => {
    const [first, second, third] = [await newCa(), await newCa(), await newCa()];
    await store('rotated', first);
    const annotations = { 'cert-manager.io/inject-ca-from-secret': `${namespace}/rotated` };
    await targets.create(plural, 'rotated', { annotations });
    await targets.holds(plural, 'rotated', first);
    await store('rotated', second);
    await targets.holds(plural, 'rotated', first, second);
    await store('rotated', third);
    await targets.holds(plural, 'rotated', first, second, third);

    expect(await scene.writesAbout('rotated')).toEqual([
      `patch ${plural}`,
      `patch ${plural}`,
      `patch ${plural}`,
    ]);
  });

  it('is followed when a Certificate is issued anew', async () => {
    await scene.apply(certificateFor('alone', { issuerRef: { name: 'self-signed' }, commonName: 'alone' }));
    await scene.ready('alone');
    const first = entry(await scene.secret('alone'), 'ca.crt');
    await targets.create(plural, 'alone', {
      annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/alone` },
    });
    await targets.holds(plural, 'alone', first);
    await scene.plane.admin.delete(secrets, { namespace, name: 'alone-tls' });
    await scene.ready('alone', 2);

    expect(await targets.holds(plural, 'alone', first, entry(await scene.secret('alone'), 'ca.crt'))).toBe(
      true,
    );
  });
});

describe('a GitOps engine or Helm', () => {
  const plural = 'validatingwebhookconfigurations';
  const { resource } = targetKinds[plural];

  it('that replaces the object by one without a CA is answered at once', async () => {
    const name = await targets.create(plural, 'put-back', { annotations: fromSecret });
    await targets.holds(plural, name, directCa);
    const stdin = JSON.stringify(inGit(plural, name, fromSecret));
    await scene.plane.kubectlOrThrow(['replace', '-f', '-'], { stdin });

    expect(await targets.holds(plural, name, directCa)).toBe(true);
  });

  it('that applies an empty one, as scaffolds have it, too', async () => {
    const name = await targets.create(plural, 'newline', { annotations: fromSecret });
    await targets.holds(plural, name, directCa);
    const { metadata } = targetsOfKind[plural](name);
    const applied = { metadata, ...appliedByUpstream[plural]('\n') };
    await scene.plane.admin.apply(resource, applied, { fieldManager: 'argocd-controller' });

    expect(await targets.holds(plural, name, directCa)).toBe(true);
  });

  it.each([
    ['from the start', false],
    ['after upstream', true],
  ])('that applies may take a webhook out, where we inject %s', async (_, afterUpstream) => {
    const { admin } = scene.plane;
    const options = { fieldManager: 'kustomize-controller' };
    const name = `dropped-${afterUpstream}`;
    const whole = inGit(plural, name, fromSecret);
    const { webhooks = [] } = (await admin.apply(
      resource,
      inGit(plural, name, {}),
      options,
    )) as WebhookConfiguration;
    if (afterUpstream) {
      const applied = { metadata: { name }, ...appliedByUpstream[plural](issuedCa) };
      await admin.apply(resource, applied, { fieldManager });
    }
    await admin.apply(resource, whole, options);
    await targets.holds(plural, name, ...(afterUpstream ? [issuedCa] : []), directCa);
    const less = { ...whole, webhooks: webhooks.slice(0, 1) };

    expect(await admin.apply(resource, less, options)).toMatchObject({
      webhooks: [
        { name: 'one.shop.example.com', clientConfig: { caBundle: expect.stringMatching(/./) as string } },
      ],
    });
  });
});

/** As it is in Git: nobody writes a CA there. */
function inGit(
  plural: TargetPlural,
  name: string,
  annotations: Readonly<Record<string, string>>,
): KubeObject {
  const { metadata, ...rest } = targetsOfKind[plural](name);
  return { ...rest, metadata: { ...metadata, annotations } };
}

describe('what cannot be done is an event on the object', () => {
  const plural = 'validatingwebhookconfigurations';

  it('that kubectl shows: a namespace that is missing', async () => {
    const annotations = { 'cert-manager.io/inject-ca-from': 'operator' };
    const name = await targets.create(plural, 'no-namespace', { annotations });

    expect(await targets.event(name, 'CAInjectionFailed')).toBe(
      'cert-manager.io/inject-ca-from: "operator" is not understood: write it as <namespace>/<name>',
    );
    const described = await scene.plane.kubectlOrThrow(['describe', plural, name]);
    expect(described).toMatch(
      /Warning +CAInjectionFailed .* certloom-controller +cert-manager.io\/inject-ca-from/,
    );
  });

  it('until it can: a Secret that does not allow it', async () => {
    await store('closed', directCa, 'false');
    const annotations = { 'cert-manager.io/inject-ca-from-secret': `${namespace}/closed` };
    const name = await targets.create(plural, 'closed', { annotations });

    expect(await targets.event(name, 'CAInjectionFailed')).toBe(
      `cert-manager.io/inject-ca-from-secret names Secret "${namespace}/closed", which does not allow it: annotate that Secret with cert-manager.io/allow-direct-injection: "true"`,
    );
    await store('closed', directCa);
    await targets.holds(plural, name, directCa);
    expect(await scene.writesAbout(name)).toEqual([`patch ${plural}`]);
  });

  it('when it lasts: a Certificate that is missing, and comes', async () => {
    expect(await targets.event('late', 'CAInjectionFailed')).toContain('which does not exist');
    await scene.apply(certificateFor('late'));
    await targets.holds(plural, 'late', issuedCa);
  });
});

describe('a CA that was there before', () => {
  it('goes, without anybody doing anything, when it has expired', async () => {
    expect(await targets.holds('mutatingwebhookconfigurations', 'expiring', directCa)).toBe(true);
  });
});

describe('a controller that takes no CA from a namespace', () => {
  it('leaves objects that name it alone', async () => {
    await controller.stop();
    const caInjector = { targets: targetPlurals, ignoredNamespaces: [namespace] };
    controller = await scene.start({ settings: { caInjector } });
    const plural = 'validatingwebhookconfigurations';
    await targets.create(plural, 'ignored', { annotations: fromSecret });
    await targets.create(plural, 'not-ignored', { annotations: fromApiServer });
    await targets.holds(plural, 'not-ignored', scene.plane.caPem);

    expect(await scene.writesAbout('ignored')).toEqual([]);
  });
});
