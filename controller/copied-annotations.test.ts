import { describe, expect, it } from 'vitest';

import { copiedAnnotations } from './copied-annotations.ts';
import { defaultSettings } from './settings.ts';

const annotations = {
  'kubectl.kubernetes.io/restartedAt': 'now',
  'fluxcd.io/sync': 'yes',
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

  it('are none when there are none', () => {
    expect(copiedAnnotations(undefined, ['*'])).toEqual({});
  });
});
