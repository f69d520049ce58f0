import { certificates, clusterIssuers, issuers } from '../../../api/kinds.ts';
import { isKind } from '../../kinds.ts';
import { metadataText } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

/** What makes an engine delete an object and create it anew when it cannot be changed. */
const forcing: Readonly<Record<string, RegExp>> = {
  'argocd.argoproj.io/sync-options': /(^|,)\s*(Force|Replace)=true\s*(,|$)/,
  'kustomize.toolkit.fluxcd.io/force': /^enabled$/i,
};

export const noForce: ObjectRule = {
  id: 'gitops/no-force',
  field: 'metadata.annotations',
  level: 'warning',
  source:
    'fluxcd/pkg#610: a Certificate that is created anew loses its status, and may order a new certificate',
  passes: [certificate({}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } })],
  fails: [
    certificate({}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Force=true' } }),
    certificate({}, { annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } }),
  ],
  check(object) {
    if (!isKind(object, certificates, issuers, clusterIssuers)) return [];
    return Object.entries(forcing).flatMap(([key, value]) => {
      const stated = metadataText(object, 'annotations', key);
      if (stated === undefined || !value.test(stated)) return [];
      const detail =
        'lets the engine delete the object and create it anew; nothing of it is immutable, so leave it out';
      return [{ field: `metadata.annotations[${key}]`, kind: 'Invalid', value: stated, detail }];
    });
  },
};
