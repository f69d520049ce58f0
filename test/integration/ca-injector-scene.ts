import {
  apiServices,
  customResourceDefinitions,
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
} from '../../api/registration.ts';
import { type KubeObject, type ObjectMeta, type Resource, apiVersionOf } from '../../api/resource.ts';
import { readCaBundle } from '../../pki/ca-bundle.ts';
import { targetKinds } from '../../controller/ca-injector/target-kind.ts';
import type { TargetPlural } from '../../controller/ca-injector/settings.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';

/** Charts of operators hold such objects; how one of each kind looks, with a CA in all its places where one is given. */
export const targetsOfKind: Readonly<Record<TargetPlural, (name: string, pem?: string) => KubeObject>> = {
  mutatingwebhookconfigurations: (name, pem) =>
    object(mutatingWebhookConfigurations, { name }, { webhooks: [webhook('one', pem), webhook('two', pem)] }),
  validatingwebhookconfigurations: (name, pem) =>
    object(
      validatingWebhookConfigurations,
      { name },
      { webhooks: [webhook('one', pem), webhook('two', pem)] },
    ),
  customresourcedefinitions: (name, pem) =>
    object(customResourceDefinitions, { name: `${name}s.shop.example.com` }, crd(name, pem)),
  apiservices: (name, pem) =>
    object(
      apiServices,
      { name: `v1.${name}.example.com` },
      {
        spec: {
          group: `${name}.example.com`,
          version: 'v1',
          groupPriorityMinimum: 10,
          versionPriority: 10,
          service,
          ...caBundle(pem),
        },
      },
    ),
};

const service = { namespace: 'shop', name: 'operator' };

function object(resource: Resource, metadata: ObjectMeta, rest: object): KubeObject {
  return { apiVersion: apiVersionOf(resource), kind: resource.kind, metadata, ...rest };
}

function caBundle(pem: string | undefined): object {
  return pem === undefined ? {} : { caBundle: Buffer.from(pem).toString('base64') };
}

/** Called about nothing, so that it stands in nobody's way. */
function webhook(name: string, pem: string | undefined): object {
  return {
    name: `${name}.shop.example.com`,
    clientConfig: { service, ...caBundle(pem) },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    rules: [
      { apiGroups: ['shop.example.com'], apiVersions: ['v1'], resources: ['none'], operations: ['CREATE'] },
    ],
  };
}

function crd(name: string, pem: string | undefined): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const version = { served: true, schema };
  return {
    spec: {
      group: 'shop.example.com',
      names: { plural: `${name}s`, singular: name, kind: `K${name}`, listKind: `K${name}List` },
      scope: 'Namespaced',
      versions: [
        { ...version, name: 'v1', storage: true },
        { ...version, name: 'v2', storage: false },
      ],
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { service, ...caBundle(pem) }, conversionReviewVersions: ['v1'] },
      },
    },
  };
}

/** What upstream's cainjector applies: the bundles and what they are found by. */
export const appliedByUpstream: Readonly<Record<TargetPlural, (pem: string) => object>> = {
  mutatingwebhookconfigurations: inWebhooks,
  validatingwebhookconfigurations: inWebhooks,
  customresourcedefinitions: (pem) => ({
    spec: { conversion: { webhook: { clientConfig: caBundle(pem) } } },
  }),
  apiservices: (pem) => ({ spec: caBundle(pem) }),
};

function inWebhooks(pem: string): object {
  const names = ['one', 'two'].map((name) => `${name}.shop.example.com`);
  return { webhooks: names.map((name) => ({ name, clientConfig: caBundle(pem) })) };
}

/** Verbs about the objects that CAs are written into. */
export interface Targets {
  /** Creates one that asks. @returns its name */
  create(plural: TargetPlural, name: string, asking: Asking): Promise<string>;
  /** What stands there now. */
  object(plural: TargetPlural, name: string): Promise<KubeObject>;
  /** Waits until every place of it holds exactly these, in this order. */
  holds(plural: TargetPlural, name: string, ...pems: readonly string[]): Promise<true>;
  /** Waits for an event about it, wherever that is. */
  event(name: string, reason: string): Promise<string>;
}

export interface Asking {
  readonly annotations: Readonly<Record<string, string>>;
  /** PEM: what is there from the start. */
  readonly before?: string;
  /** Who it is from; default `helm`. */
  readonly fieldManager?: string;
}

export function targetsIn(plane: ControlPlane): Targets {
  const { admin } = plane;
  const get = async (plural: TargetPlural, name: string): Promise<KubeObject> => {
    const found = await admin.get(targetKinds[plural].resource, { name });
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  return {
    async create(plural, name, { annotations, before, fieldManager = 'helm' }) {
      const { metadata, ...rest } = targetsOfKind[plural](name, before);
      const object = { metadata: { ...metadata, annotations }, ...rest };
      await admin.create(targetKinds[plural].resource, object, { fieldManager });
      return metadata.name ?? '';
    },
    object: get,
    async holds(plural, name, ...pems) {
      const wanted = fingerprints(pems.join(''));
      return waitFor(`${name} to hold ${pems.length} CAs`, async () => {
        const there = targetKinds[plural].placesIn(await get(plural, name));
        if ('obstacle' in there) throw new Error(there.obstacle);
        return there.places.every(({ pem }) => fingerprints(pem) === wanted) || undefined;
      });
    },
    async event(name, reason) {
      const selector = `involvedObject.name=${name},reason=${reason}`;
      const args = ['get', 'events', '-A', '-o', 'json', '--field-selector', selector];
      return waitFor(
        `event ${reason} about ${name}`,
        async () => {
          const { items } = JSON.parse(await plane.kubectlOrThrow(args)) as {
            items: readonly { readonly message: string }[];
          };
          return items[0]?.message;
        },
        { seconds: 60 },
      );
    },
  };
}

function fingerprints(pem: string): string {
  return readCaBundle(pem)
    .map(({ fingerprint }) => fingerprint)
    .join();
}
