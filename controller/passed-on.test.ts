import { describe, expect, it } from 'vitest';

import { copiedAnnotations, passedOnLabels } from './passed-on.ts';
import { defaultSettings } from './settings.ts';

const annotations = {
  'kubectl.kubernetes.io/restartedAt': 'now',
  'fluxcd.io/sync': 'yes',
  'argocd.argoproj.io/tracking-id': 'shop:cert-manager.io/Certificate:web/shop',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'config.kubernetes.io/origin': 'path: shop.yaml',
  'meta.helm.sh/release-name': 'shop',
  'acme.cert-manager.io/http01-override-ingress-class': 'nginx',
  note: 'kept',
};

describe('the annotations a Certificate passes on', () => {
  it('are by default all but those of kubectl and the Git engines', () => {
    expect(Object.keys(copiedAnnotations(annotations, defaultSettings.copiedAnnotationPrefixes))).toEqual([
      'acme.cert-manager.io/http01-override-ingress-class',
      'note',
    ]);
  });

  it.each([
    [['acme.'], ['acme.cert-manager.io/http01-override-ingress-class']],
    [['-acme.', 'acme.'], ['acme.cert-manager.io/http01-override-ingress-class']],
    [['note', '-no'], []],
    [[], []],
    [['-fluxcd.io/', '*'], Object.keys(annotations)],
  ])('with prefixes %j are %j', (prefixes, kept) => {
    expect(Object.keys(copiedAnnotations(annotations, prefixes))).toEqual(kept);
  });

  it('are never what an Ingress said of the Certificate', () => {
    const made = { 'certloom/said-by-ingress': 'dnsNames,issuerRef', note: 'kept' };

    expect(copiedAnnotations(made, ['*', 'certloom/'])).toEqual({ note: 'kept' });
  });

  it('are none when there are none', () => {
    expect(copiedAnnotations(undefined, ['*'])).toEqual({});
  });
});

describe('the labels a Certificate passes on', () => {
  it('are all but those by which engines know what they applied', () => {
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'helm.toolkit.fluxcd.io/namespace': 'web',
      'app.kubernetes.io/instance': 'shop',
      team: 'web',
    };

    expect(passedOnLabels(labels)).toEqual({ 'app.kubernetes.io/instance': 'shop', team: 'web' });
  });

  it('are left out when there are none', () => {
    expect(passedOnLabels({ 'kustomize.toolkit.fluxcd.io/name': 'shop' })).toBeUndefined();
    expect(passedOnLabels(undefined)).toBeUndefined();
  });
});
