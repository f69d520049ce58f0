import { describe, expect, it } from 'vitest';

import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import { createStore } from '../runtime/memory-store.ts';
import { clusterIssuer, issuer, readyIssuer } from '../test/build/issuer.ts';
import { type IssuerRef, findIssuer } from './issuer-ref.ts';

const issuers = createStore<Issuer>();
const clusterIssuers = createStore<ClusterIssuer>();
issuers.replaceAll([issuer({ status: readyIssuer })], '1');
clusterIssuers.replaceAll([clusterIssuer({ spec: { selfSigned: {} } })], '1');

const settings = { clusterResourceNamespace: 'certloom' };

function find(ref: IssuerRef, namespace = 'web', more = {}) {
  return findIssuer({ issuers, clusterIssuers }, ref, namespace, { ...settings, ...more });
}

describe('a reference to an issuer', () => {
  it.each<[string, IssuerRef]>([
    ['by name alone', { name: 'ca' }],
    ['spelled out', { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' }],
    ['with empty kind and group', { name: 'ca', kind: '', group: '' }],
  ])('%s leads to the Issuer of the namespace', (_, ref) => {
    expect(find(ref)).toMatchObject({
      is: 'found',
      kind: 'Issuer',
      resourceNamespace: 'web',
      type: 'ca',
      ready: true,
    });
  });

  it('of kind ClusterIssuer leads to one whose Secrets are in the cluster resource namespace', () => {
    expect(find({ name: 'ca', kind: 'ClusterIssuer' })).toMatchObject({
      is: 'found',
      kind: 'ClusterIssuer',
      resourceNamespace: 'certloom',
      type: 'selfSigned',
      ready: false,
    });
  });

  it.each<[string, IssuerRef, string]>([
    ['to a missing Issuer', { name: 'x' }, 'issuer.cert-manager.io "x" not found'],
    [
      'to a missing ClusterIssuer',
      { name: 'x', kind: 'ClusterIssuer' },
      'clusterissuer.cert-manager.io "x" not found',
    ],
    [
      'of an unknown kind',
      { name: 'ca', kind: 'Signer' },
      'invalid value "Signer" for issuerRef.kind. Must be empty, "Issuer" or "ClusterIssuer"',
    ],
  ])('%s says what is missing', (_, ref, message) => {
    expect(find(ref)).toMatchObject({ is: 'missing', message });
  });

  it('does not lead into another namespace', () => {
    expect(find({ name: 'ca' }, 'mail').is).toBe('missing');
  });

  it('to a ClusterIssuer leads nowhere when the controller is bound to one namespace', () => {
    expect(find({ name: 'ca', kind: 'ClusterIssuer' }, 'web', { namespace: 'web' })).toMatchObject({
      is: 'missing',
      message: 'cannot get ClusterIssuer named "ca" as cert-manager is scoped to a single namespace',
    });
  });

  it('of another group is none of our business', () => {
    expect(find({ name: 'x', kind: 'AwesomeIssuer', group: 'issuers.example.org' })).toEqual({
      is: 'external',
    });
  });
});
