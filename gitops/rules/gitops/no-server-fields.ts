import { isInOurGroups } from '../../kinds.ts';
import { memberOf, metadataText } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

const members = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'managedFields',
  'selfLink',
];
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** `creationTimestamp: null` is what generators in Go print; it says nothing. */
function flawOf(name: string, value: unknown): Flaw {
  const detail = 'is written by the API server; leave it out';
  return { field: `metadata.${name}`, kind: 'Forbidden', detail, ...(value === null && { level: 'note' }) };
}

export const noServerFields: ObjectRule = {
  id: 'gitops/no-server-fields',
  field: 'metadata',
  level: 'warning',
  source:
    'copied from a cluster: an apply with resourceVersion fails after the next change, the rest is ignored',
  passes: [certificate()],
  fails: [
    certificate({}, { resourceVersion: '12' }),
    certificate({}, { creationTimestamp: null }),
    certificate({}, { annotations: { [lastApplied]: '{}' } }),
  ],
  check(object) {
    if (!isInOurGroups(object)) return [];
    const flaws = members.flatMap((name) => {
      const value = memberOf(object, 'metadata', name);
      return value === undefined ? [] : [flawOf(name, value)];
    });
    if (metadataText(object, 'annotations', lastApplied) === undefined) return flaws;
    const detail = 'is written by kubectl apply; leave it out';
    return [...flaws, { field: `metadata.annotations[${lastApplied}]`, kind: 'Forbidden', detail }];
  },
};
