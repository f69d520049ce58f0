import { certificates, clusterIssuers, issuers } from '../../../api/kinds.ts';
import { isKind } from '../../kinds.ts';
import { metadataText } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

const hooks = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

export const noHooks: ObjectRule = {
  id: 'gitops/no-hooks',
  field: 'metadata.annotations',
  level: 'warning',
  source:
    'Argo CD: a hook is deleted and created anew with every sync, and each time a certificate is ordered',
  passes: [certificate({}, { annotations: { 'argocd.argoproj.io/sync-wave': '10' } })],
  fails: [certificate({}, { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } })],
  check(object) {
    if (!isKind(object, certificates, issuers, clusterIssuers)) return [];
    return hooks.flatMap((key) => {
      const value = metadataText(object, 'annotations', key);
      if (value === undefined || value === 'Skip') return [];
      const detail = 'the object is created anew with every sync; order it by argocd.argoproj.io/sync-wave';
      return [{ field: `metadata.annotations[${key}]`, kind: 'Forbidden', detail }];
    });
  },
};
