import {
  type ApiService,
  type CustomResourceDefinition,
  type WebhookConfiguration,
  apiServices,
  customResourceDefinitions,
  mutatingWebhookConfigurations,
  validatingWebhookConfigurations,
} from '../../api/registration.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { TargetPlural } from './settings.ts';

/** A place for a CA in an object. */
export interface Place {
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  /** The bundle there; empty for none. */
  readonly pem: string;
}

/** Where CAs go in an object, or why there can be none. */
export type Places = { readonly places: readonly Place[] } | { readonly obstacle: string };

/** A kind of objects in which the API server looks for a CA: what is peculiar to it. */
export interface TargetKind {
  readonly resource: Resource;
  /** @param object of this resource */
  readonly placesIn: (object: KubeObject) => Places;
}

/** Typed for one kind within, for any kind without. */
function targetKind<T extends KubeObject>(
  resource: Resource<T>,
  placesIn: (object: T) => Places,
): TargetKind {
  return { resource, placesIn: (object) => placesIn(object as T) };
}

function inWebhooks({ webhooks = [] }: WebhookConfiguration): Places {
  return {
    places: webhooks.map(({ clientConfig }, index) => ({
      path: `/webhooks/${index}/clientConfig/caBundle`,
      pem: fromBase64(clientConfig.caBundle),
    })),
  };
}

function inConversion({ spec: { conversion } }: CustomResourceDefinition): Places {
  const clientConfig = conversion?.webhook?.clientConfig;
  if (conversion?.strategy !== 'Webhook' || clientConfig === undefined) return { places: [] };
  const path = '/spec/conversion/webhook/clientConfig/caBundle';
  return { places: [{ path, pem: fromBase64(clientConfig.caBundle) }] };
}

function inApiService({ spec }: ApiService): Places {
  if (spec?.service === undefined)
    return { obstacle: 'the API server serves this APIService itself, so there is no CA to trust' };
  if (spec.insecureSkipTLSVerify === true)
    return { obstacle: 'spec.insecureSkipTLSVerify is true: remove it, so that a CA counts' };
  return { places: [{ path: '/spec/caBundle', pem: fromBase64(spec.caBundle) }] };
}

function fromBase64(value = ''): string {
  return Buffer.from(value, 'base64').toString('latin1');
}

export const targetKinds: Readonly<Record<TargetPlural, TargetKind>> = {
  mutatingwebhookconfigurations: targetKind(mutatingWebhookConfigurations, inWebhooks),
  validatingwebhookconfigurations: targetKind(validatingWebhookConfigurations, inWebhooks),
  customresourcedefinitions: targetKind(customResourceDefinitions, inConversion),
  apiservices: targetKind(apiServices, inApiService),
};
