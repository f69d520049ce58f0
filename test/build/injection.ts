import type { KubeObject } from '../../api/resource.ts';
import {
  type ApiService,
  type CustomResourceDefinition,
  type WebhookConfiguration,
  validatingWebhookConfigurations,
} from '../../api/registration.ts';
import { metadataOf } from './object.ts';

type Annotations = Readonly<Record<string, string>>;

function metadata(annotations: Annotations): KubeObject['metadata'] {
  return metadataOf(validatingWebhookConfigurations, { name: 'shop', metadata: { annotations } });
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

/** A configuration with a webhook for each bundle (PEM), called `one.example.com`, `two.…`, `three.…`. */
export function webhookConfiguration(
  annotations: Annotations,
  ...bundles: readonly string[]
): WebhookConfiguration {
  const names = ['one', 'two', 'three'];
  const webhooks = bundles.map((bundle, place) => ({
    name: `${names[place]}.example.com`,
    clientConfig: {
      service: { namespace: 'web', name: 'shop' },
      ...(bundle !== '' && { caBundle: base64(bundle) }),
    },
  }));
  return { metadata: metadata(annotations), webhooks };
}

export function apiService(annotations: Annotations, spec: Partial<ApiService['spec']> = {}): ApiService {
  const service = { namespace: 'web', name: 'shop' };
  return {
    metadata: metadata(annotations),
    spec: { service, groupPriorityMinimum: 1, versionPriority: 1, ...spec },
  };
}

export function definition(
  annotations: Annotations,
  conversion?: CustomResourceDefinition['spec']['conversion'],
): CustomResourceDefinition {
  return { metadata: metadata(annotations), spec: { ...(conversion !== undefined && { conversion }) } };
}
