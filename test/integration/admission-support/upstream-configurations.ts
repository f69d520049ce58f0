import type { WebhookConfiguration } from '../../../api/registration.ts';

/**
 * The two webhook configurations that cert-manager 1.21 installs, as far as the API server sees (names, rules, selectors,
 * the annotation for its cainjector).
 *
 * @param url where a stand-in listens, without a path
 */
export function upstreamConfigurations(url: string, caPem: string): readonly WebhookConfiguration[] {
  const metadata = {
    name: 'cert-manager-webhook',
    annotations: { 'cert-manager.io/inject-ca-from-secret': 'cert-manager/cert-manager-webhook-ca' },
  };
  const webhook = (path: string) => ({
    name: 'webhook.cert-manager.io',
    admissionReviewVersions: ['v1'],
    clientConfig: { url: `${url}${path}`, caBundle: Buffer.from(caPem).toString('base64') },
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    sideEffects: 'None',
    timeoutSeconds: 30,
  });
  const rule = (
    operations: readonly string[],
    apiGroups: readonly string[],
    resources: readonly string[],
  ) => ({
    operations,
    apiGroups,
    apiVersions: ['v1'],
    resources,
  });
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const groups = ['cert-manager.io', 'acme.cert-manager.io'];
  const unlabelled = { key: 'cert-manager.io/disable-validation', operator: 'NotIn', values: ['true'] };
  return [
    {
      apiVersion,
      kind: 'MutatingWebhookConfiguration',
      metadata,
      webhooks: [
        { ...webhook('/mutate'), rules: [rule(['CREATE'], ['cert-manager.io'], ['certificaterequests'])] },
      ],
    },
    {
      apiVersion,
      kind: 'ValidatingWebhookConfiguration',
      metadata,
      webhooks: [
        {
          ...webhook('/validate'),
          rules: [rule(['CREATE', 'UPDATE'], groups, ['*/*'])],
          namespaceSelector: { matchExpressions: [unlabelled] },
        },
      ],
    },
  ];
}
