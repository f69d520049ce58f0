import { Type } from 'typebox';

import { integer, keyedList, list, object, optional, stringMap, text } from '../../schema/fields.ts';
import { affinity } from './affinity.schema.ts';
import { podSecurityContext } from './security-context.schema.ts';

/** How Kubernetes writes amounts: a number, or text with a unit. */
const quantity = Type.Unsafe<string | number>({
  'x-kubernetes-int-or-string': true,
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  pattern:
    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
});

function quantities(description: string) {
  return Type.Unsafe<Record<string, string | number>>({
    type: 'object',
    description,
    additionalProperties: quantity,
  });
}

const toleration = object(
  'A taint of nodes that the pod puts up with. An empty key with operator Exists means every taint.',
  {
    key: optional(text('Key of the taint.')),
    operator: optional(text('Exists, or Equal (when left out) to compare the value.')),
    value: optional(text('Value of the taint.')),
    effect: optional(
      text('Effect of the taint: NoSchedule, PreferNoSchedule, NoExecute, or every effect when left out.'),
    ),
    tolerationSeconds: optional(
      integer('How many seconds a NoExecute taint is put up with; for ever when left out.', {
        format: 'int64',
      }),
    ),
  },
);

const imagePullSecret = object(
  'A Secret by name.',
  { name: optional(text('Name of the Secret.', { default: '' })) },
  { 'x-kubernetes-map-type': 'atomic' },
);

const podSpec = object('Where and how the pod runs. Only these members of a pod can be set.', {
  nodeSelector: optional(stringMap('Labels a node must have, added to kubernetes.io/os: linux.')),
  affinity: optional(affinity),
  tolerations: optional(list('Taints the pod puts up with, added to those of the controller.', toleration)),
  priorityClassName: optional(text('Name of the PriorityClass.')),
  serviceAccountName: optional(text('Name of the ServiceAccount the pod runs as.')),
  imagePullSecrets: optional(
    keyedList(
      'Secrets with the credentials that pull the image, added to those of the controller.',
      imagePullSecret,
      'name',
    ),
  ),
  resources: optional(
    object('Compute resources of the container, laid over the defaults of the controller name by name.', {
      limits: optional(quantities('The most the container may use. Keep limits at or above requests.')),
      requests: optional(quantities('What the container is sure to get.')),
    }),
  ),
  securityContext: optional(podSecurityContext),
});

/** Labels and annotations for an object that the solver makes. */
export function metadataTemplate(what: string) {
  return object(`Labels and annotations for the ${what}, laid over those of the controller.`, {
    annotations: optional(stringMap(`Annotations for the ${what}.`)),
    labels: optional(stringMap(`Labels for the ${what}.`)),
  });
}

export const podTemplate = object('Changes to the pod that answers the challenge.', {
  metadata: optional(metadataTemplate('pod')),
  spec: optional(podSpec),
});
