import { certificates } from '../../../api/kinds.ts';
import { isKind } from '../../kinds.ts';
import { membersOf } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

/** Labels and annotations by which an engine takes an object for one of its own. */
const tracking =
  /^(app\.kubernetes\.io\/instance|argocd\.argoproj\.io\/.*|kustomize\.toolkit\.fluxcd\.io\/.*|helm\.toolkit\.fluxcd\.io\/.*|meta\.helm\.sh\/.*|kubectl\.kubernetes\.io\/last-applied-configuration)$/;

export const templateIsNotTracked: ObjectRule = {
  id: 'gitops/template-is-not-tracked',
  field: 'spec.secretTemplate',
  level: 'warning',
  source:
    'argo-cd#6728, cert-manager#4135: the Secret is not in Git, so an engine that takes it for its own prunes it',
  passes: [certificate({ secretTemplate: { labels: { team: 'web' } } })],
  fails: [
    certificate({ secretTemplate: { labels: { 'app.kubernetes.io/instance': 'shop' } } }),
    certificate({ secretTemplate: { annotations: { 'argocd.argoproj.io/tracking-id': 'shop' } } }),
  ],
  check(object) {
    if (!isKind(object, certificates)) return [];
    return ['labels', 'annotations'].flatMap((map) =>
      Object.keys(membersOf(object, 'spec', 'secretTemplate', map))
        .filter((key) => tracking.test(key))
        .map((key) => ({
          field: `spec.secretTemplate.${map}[${key}]`,
          kind: 'Forbidden',
          detail: 'engines track their objects by it and may delete the Secret; leave it out',
        })),
    );
  },
};
