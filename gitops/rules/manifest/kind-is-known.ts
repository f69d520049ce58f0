import { nearest } from '../../../api/nearest.ts';
import { groupOf, isInOurGroups, ourKinds } from '../../kinds.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate, object } from '../example.ts';

export const kindIsKnown: ObjectRule = {
  id: 'manifest/kind-is-known',
  field: 'kind',
  level: 'error',
  source: 'Kubernetes API: the API server has no resource for any other kind',
  passes: [certificate(), object('apps/v1', 'Certficate')],
  fails: [object('cert-manager.io/v1', 'Certficate'), object('acme.cert-manager.io/v1', 'Certificate')],
  check(object) {
    const { kind = '', apiVersion = '' } = object;
    if (!isInOurGroups(object)) return [];
    const known = ourKinds.find((resource) => resource.kind === kind);
    const group = groupOf(apiVersion);
    if (known && (known.group === group || group === 'certmanager.k8s.io')) return [];
    if (known) {
      const detail = `a ${kind} is of the group ${known.group}`;
      return [{ field: 'apiVersion', kind: 'Invalid', value: apiVersion, detail }];
    }
    const kinds = ourKinds.map((resource) => resource.kind);
    const meant = nearest(kind, kinds);
    const detail = meant ? `did you mean ${meant}?` : `supported values: ${kinds.join(', ')}`;
    return [{ field: 'kind', kind: 'NotSupported', value: kind, detail }];
  },
};
