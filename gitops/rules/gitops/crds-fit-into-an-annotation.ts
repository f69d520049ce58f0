import { metadataText, textOf } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { object } from '../example.ts';

/** Annotations of one object may not be longer (apimachinery), and a client-side apply copies the object into one. */
const largest = 262_144;

function crd(text: string, annotations: object = {}): ReturnType<typeof object> {
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    metadata: { name: 'issuers.cert-manager.io', annotations },
    spec: { group: 'cert-manager.io', versions: [{ schema: { description: text } }] },
  });
}

const serverSide = { 'argocd.argoproj.io/sync-options': 'Prune=false,ServerSideApply=true' };

export const crdsFitIntoAnAnnotation: ObjectRule = {
  id: 'gitops/crds-fit-into-an-annotation',
  field: 'spec',
  level: 'warning',
  source:
    'Kubernetes API: annotations hold 262144 bytes; Argo CD and kubectl apply on the client side unless told otherwise',
  passes: [crd('x'), crd('x'.repeat(largest), serverSide)],
  fails: [crd('x'.repeat(largest))],
  check(of) {
    if (of.kind !== 'CustomResourceDefinition') return [];
    if (!/(^|\.)cert-manager\.io$/.test(textOf(of, 'spec', 'group') ?? '')) return [];
    const options = metadataText(of, 'annotations', 'argocd.argoproj.io/sync-options') ?? '';
    const size = Buffer.byteLength(JSON.stringify(of));
    if (size <= largest || options.includes('ServerSideApply=true')) return [];
    const detail = `${size} bytes do not fit into the annotation of a client-side apply; annotate argocd.argoproj.io/sync-options: ServerSideApply=true`;
    return [{ field: 'spec', kind: 'Invalid', detail }];
  },
};
