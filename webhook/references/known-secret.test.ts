import { describe, expect, it } from 'vitest';
import type { ObjectMeta } from '../../api/resource.ts';
import { knownSecret } from './known-secret.ts';

function facts(metadata: ObjectMeta) {
  return knownSecret({ metadata: { name: 'shop-tls', namespace: 'web', ...metadata } }).facts;
}

const written = {
  manager: 'kubectl-create',
  fieldsV1: { 'f:data': { '.': {}, 'f:tls.key': {}, 'f:tls.crt': {} }, 'f:type': {} },
};

describe('what the metadata of a Secret says', () => {
  it('is how its entries are called, by whoever set them', () => {
    const added = { manager: 'helm', fieldsV1: { 'f:data': { 'f:ca.crt': {} } } };

    expect(facts({ managedFields: [written, added] }).keys).toEqual(['tls.key', 'tls.crt', 'ca.crt']);
  });

  it('is nothing about entries when nobody kept track of fields', () => {
    expect(facts({}).keys).toBeUndefined();
  });

  it('is for whom it was issued', () => {
    const annotations = { 'cert-manager.io/certificate-name': 'shop' };

    expect(facts({ annotations, managedFields: [written] })).toEqual({
      keys: ['tls.key', 'tls.crt'],
      certificate: 'shop',
    });
  });

  it('is who else writes it', () => {
    const ownerReferences = [
      { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret', name: 'shop', uid: 'u', controller: true },
    ];

    expect(facts({ ownerReferences }).writer).toBe('belongs to SealedSecret shop');
    expect(facts({ managedFields: [written] }).writer).toBe(
      'is there already, written by kubectl-create; it would be written over',
    );
  });

  it('is all that is kept', () => {
    const kept = knownSecret({
      metadata: { name: 'shop-tls', managedFields: [written], labels: { a: 'b' } },
    });

    expect(kept.metadata).toEqual({
      name: 'shop-tls',
      namespace: '',
      uid: '',
      resourceVersion: '',
    });
  });
});
