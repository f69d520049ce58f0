import { injectionAnnotations } from '../../../api/annotations.ts';
import { listOf, memberOf, metadataText } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { object } from '../example.ts';

const inConversion = ['spec', 'conversion', 'webhook', 'clientConfig', 'caBundle'] as const;

/** Where a kind keeps the CA of what the API server calls. */
function stated(of: Readonly<Record<string, unknown>>): readonly string[] {
  const webhooks = listOf(of, 'webhooks').flatMap((webhook, index) =>
    memberOf(webhook, 'clientConfig', 'caBundle') ? [`webhooks[${index}].clientConfig.caBundle`] : [],
  );
  const conversion = memberOf(of, ...inConversion) ? [inConversion.join('.')] : [];
  const service = of['kind'] === 'APIService' && memberOf(of, 'spec', 'caBundle') ? ['spec.caBundle'] : [];
  return [...webhooks, ...conversion, ...service];
}

function configuration(caBundle: object, annotations: object): ReturnType<typeof object> {
  return object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    metadata: { name: 'shop', annotations },
    webhooks: [{ name: 'shop.example.com', clientConfig: { ...caBundle } }],
  });
}

const injected = { 'cert-manager.io/inject-ca-from': 'web/shop' };

export const noCaBundle: ObjectRule = {
  id: 'gitops/no-ca-bundle',
  field: 'webhooks.clientConfig.caBundle',
  level: 'warning',
  source:
    'argo-cd#1487: what is injected into the cluster and stated in Git differs for ever; a note where nothing injects it',
  passes: [configuration({}, injected)],
  fails: [configuration({ caBundle: 'Cg==' }, injected), configuration({ caBundle: 'Cg==' }, {})],
  check(of) {
    const isInjected = Object.values(injectionAnnotations).some(
      (key) => metadataText(of, 'annotations', key) !== undefined,
    );
    const detail = isInjected
      ? 'is written by the CA injector, as the annotation asks; leave it out'
      : 'runs out in Git; leave it out and have it injected (cert-manager.io/inject-ca-from)';
    return stated(of).map((field) => ({
      field,
      kind: 'Forbidden',
      detail,
      ...(!isInjected && { level: 'note' as const }),
    }));
  },
};
