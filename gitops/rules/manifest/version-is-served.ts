import { apiVersionOf } from '../../../api/resource.ts';
import { isInOurGroups, ourKinds } from '../../kinds.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate, object } from '../example.ts';

export const versionIsServed: ObjectRule = {
  id: 'manifest/version-is-served',
  field: 'apiVersion',
  level: 'error',
  source: 'cert-manager v1.6 and later serve v1 only',
  passes: [certificate(), object('policy.cert-manager.io/v1alpha1', 'CertificateRequestPolicy')],
  fails: [
    object('cert-manager.io/v1alpha2', 'Certificate'),
    object('certmanager.k8s.io/v1alpha1', 'ClusterIssuer'),
  ],
  check(object) {
    const { apiVersion = '', kind } = object;
    const resource = ourKinds.find((candidate) => candidate.kind === kind);
    if (!resource || !isInOurGroups(object) || apiVersion.endsWith('.io/v1')) return [];
    const detail = `is not served any more; ${apiVersionOf(resource)} is`;
    return [{ field: 'apiVersion', kind: 'Invalid', value: apiVersion, detail }];
  },
};
