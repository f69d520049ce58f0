import { describe, expect, it } from 'vitest';
import { parseReview } from './admission-review.ts';

function metadataRead(metadata: unknown): unknown {
  const resource = { group: 'cert-manager.io', version: 'v1', resource: 'certificates' };
  const request = { uid: 'u', resource, operation: 'CREATE', object: { metadata, spec: {} } };
  return parseReview({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }).object
    ?.metadata;
}

describe('the object of a review', () => {
  it('keeps its metadata', () => {
    const metadata = { name: 'shop', namespace: 'web', labels: { team: 'web' } };
    expect(metadataRead(metadata)).toEqual(metadata);
    expect(metadataRead({ generateName: 'shop-' })).toEqual({ generateName: 'shop-' });
  });

  it('has metadata, and names that are texts, whatever was sent', () => {
    expect(metadataRead(null)).toEqual({});
    expect(metadataRead({ namespace: { toString: null }, name: 5, labels: {} })).toEqual({
      namespace: '',
      name: '',
      labels: {},
    });
  });
});
