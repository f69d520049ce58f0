import {
  type ApiService,
  apiServices,
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
  type WebhookConfiguration,
} from '../api/registration.ts';
import type { Resource } from '../api/resource.ts';
import type { Cluster, JsonPatchOperation } from './cluster.ts';

/** An object in which the API server looks for the CA of a server that it calls. */
export interface CaBundleTarget {
  readonly kind: 'APIService' | 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
  readonly name: string;
}

/**
 * What became of a target. `absent`: it does not exist (yet). `foreign`: somebody else sees to it (cert-manager's
 * cainjector by annotation, or the operator who switched verification off), and we keep our hands off.
 */
export type Injection = 'unchanged' | 'written' | 'absent' | 'foreign';

/**
 * Writes the bundle into `spec.caBundle` of an APIService, or into every webhook of a webhook configuration, where it
 * is not there already. Needs `get` and `patch` on that one object and touches nothing else of it.
 *
 * @param bundlePem PEM, the whole of what is to be trusted
 * @throws {ApiError}
 */
export async function injectCaBundle(
  cluster: Cluster,
  target: CaBundleTarget,
  bundlePem: string,
): Promise<Injection> {
  const resource = resourceOf(target.kind);
  const object = await cluster.get(resource, { name: target.name });
  if (object === undefined) return 'absent';
  if (isForeign(object)) return 'foreign';
  const changes = differences(object, Buffer.from(bundlePem).toString('base64'));
  if (changes.length === 0) return 'unchanged';
  await cluster.patch(resource, { name: target.name }, changes);
  return 'written';
}

/** Both kinds at once: only what the two of them may have is looked at. */
type Registration = ApiService & WebhookConfiguration;

function resourceOf(kind: CaBundleTarget['kind']): Resource<Registration> {
  switch (kind) {
    case 'APIService':
      return apiServices;
    case 'MutatingWebhookConfiguration':
      return mutatingWebhookConfigurations;
    case 'ValidatingWebhookConfiguration':
      return validatingWebhookConfigurations;
    default:
      return kind satisfies never;
  }
}

function isForeign({ metadata, spec }: Registration): boolean {
  const injected = Object.keys(metadata.annotations ?? {}).some((key) =>
    key.startsWith('cert-manager.io/inject-'),
  );
  return injected || spec?.insecureSkipTLSVerify === true;
}

function differences({ spec, webhooks = [] }: Registration, value: string): readonly JsonPatchOperation[] {
  const ofService: readonly JsonPatchOperation[] =
    spec === undefined || spec.caBundle === value ? [] : [{ op: 'add', path: '/spec/caBundle', value }];
  const ofWebhooks = webhooks.flatMap(({ name, clientConfig }, index): readonly JsonPatchOperation[] => {
    if (clientConfig.caBundle === value) return [];
    const path = `/webhooks/${index}`;
    return [
      { op: 'test', path: `${path}/name`, value: name }, // the list may have changed since it was read
      { op: 'add', path: `${path}/clientConfig/caBundle`, value },
    ];
  });
  return [...ofService, ...ofWebhooks];
}
