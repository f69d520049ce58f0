import { integer, list, object, optional, stringList, stringMap, text } from '../../schema/fields.ts';

const atomic = { 'x-kubernetes-map-type': 'atomic' } as const;
const weight = () =>
  integer('How much this counts against other preferences, 1 to 100.', { format: 'int32' });

function requirements(description: string, operators: string) {
  return list(
    description,
    object('A demand on one key.', {
      key: text('The key.'),
      operator: text(`How key and values are compared: ${operators}.`),
      values: optional(stringList('What it is compared with; not for Exists and DoesNotExist.')),
    }),
  );
}

export function nodeTerm(description: string) {
  const operators = 'In, NotIn, Exists, DoesNotExist, Gt or Lt';
  return object(
    description,
    {
      matchExpressions: optional(requirements('Demands on labels of the node.', operators)),
      matchFields: optional(requirements('Demands on fields of the node.', operators)),
    },
    atomic,
  );
}

export function labelSelector(description: string) {
  return object(
    description,
    {
      matchLabels: optional(stringMap('Labels that must be there with these values.')),
      matchExpressions: optional(
        requirements('Further demands on labels.', 'In, NotIn, Exists or DoesNotExist'),
      ),
    },
    atomic,
  );
}

export function podTerm(description: string) {
  return object(description, {
    topologyKey: text(
      'Label of nodes that says what counts as the same place, for example kubernetes.io/hostname.',
    ),
    labelSelector: optional(labelSelector('Which pods are meant, by their labels.')),
    namespaces: optional(
      stringList('Namespaces of the pods that are meant; with namespaceSelector, those of both.'),
    ),
    namespaceSelector: optional(
      labelSelector('Namespaces of the pods that are meant, by their labels; empty means all.'),
    ),
    matchLabelKeys: optional(stringList('Labels whose values must be those of this pod.')),
    mismatchLabelKeys: optional(stringList('Labels whose values must not be those of this pod.')),
  });
}

const nodeAffinity = object('Which nodes the pod runs on.', {
  preferredDuringSchedulingIgnoredDuringExecution: optional(
    list(
      'Nodes to prefer; the one with the greatest sum of weights is taken.',
      object('A preference.', { preference: nodeTerm('The nodes to prefer.'), weight: weight() }),
    ),
  ),
  requiredDuringSchedulingIgnoredDuringExecution: optional(
    object(
      'Nodes the pod must run on.',
      { nodeSelectorTerms: list('One of these must hold.', nodeTerm('Demands that must all hold.')) },
      atomic,
    ),
  ),
});

function podAffinityOf(description: string, preferred: string, required: string) {
  return object(description, {
    preferredDuringSchedulingIgnoredDuringExecution: optional(
      list(
        preferred,
        object('A preference.', {
          podAffinityTerm: podTerm('The pods that are meant, and what counts as near.'),
          weight: weight(),
        }),
      ),
    ),
    requiredDuringSchedulingIgnoredDuringExecution: optional(
      list(required, podTerm('The pods that are meant, and what counts as near.')),
    ),
  });
}

export const affinity = object('Which nodes the pod runs on, and near which other pods.', {
  nodeAffinity: optional(nodeAffinity),
  podAffinity: optional(
    podAffinityOf(
      'Which pods to run near to.',
      'Pods to run near to if possible.',
      'Pods to run near to; all must hold.',
    ),
  ),
  podAntiAffinity: optional(
    podAffinityOf(
      'Which pods to keep away from.',
      'Pods to keep away from if possible.',
      'Pods to keep away from; all must hold.',
    ),
  ),
});
