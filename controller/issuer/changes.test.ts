import { describe, expect, it } from 'vitest';

import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { createStore } from '../../runtime/memory-store.ts';
import { issuer, readyIssuer } from '../../test/build/issuer.ts';
import { secret } from '../../test/build/secret.ts';
import { readSecret } from '../read-secret.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { watchIssuerChanges } from './changes.ts';

/** A store with the issuer `web/ca`, and what is told from then on. */
function scene() {
  const indexes = {
    secret: ({ metadata, spec }: Issuer) => [`${metadata.namespace}/${spec.ca?.secretName}`],
  };
  const issuers = createStore<Issuer>(indexes);
  const clusterIssuers = createStore<ClusterIssuer>(indexes);
  const secrets = createStore<SecretFacts>({});
  const told: string[] = [];
  issuers.apply('ADDED', ca);
  watchIssuerChanges({ issuers, clusterIssuers, secrets }).subscribe((kind, { metadata }) =>
    told.push(`${kind} ${metadata.name}`),
  );
  return { issuers, clusterIssuers, secrets, told };
}

const ca = issuer();
const caSecret = (password: string, resourceVersion: string) =>
  readSecret(secret({ name: 'ca-pair', metadata: { name: 'ca-pair', resourceVersion }, text: { password } }));
const changed = (more: Partial<Issuer>): Issuer => ({
  ...ca,
  ...more,
  metadata: { ...ca.metadata, ...more.metadata, resourceVersion: '2' },
});

describe('what is told of an issuer', () => {
  it.each<[string, Partial<Issuer>]>([
    ['another spec', { spec: { ca: { secretName: 'other' } } }],
    ['that it became ready', { status: readyIssuer }],
  ])('is %s', (_, more) => {
    const { issuers, told } = scene();
    issuers.apply('MODIFIED', changed(more));

    expect(told).toEqual(['Issuer ca']);
  });

  it('is nothing when only its labels change', () => {
    const { issuers, told } = scene();
    issuers.apply('MODIFIED', changed({ metadata: { labels: { team: 'web' } } }));

    expect(told).toEqual([]);
  });

  it('is that its Secret comes, changes and goes, but not that it was touched', () => {
    const { secrets, told } = scene();
    secrets.apply('ADDED', caSecret('old', '2'));
    secrets.apply('MODIFIED', caSecret('old', '3'));
    expect(told).toHaveLength(1);

    secrets.apply('MODIFIED', caSecret('new', '4'));
    secrets.apply('DELETED', caSecret('new', '5'));
    expect(told).toHaveLength(3);
  });

  it('is that it comes and goes', () => {
    const { issuers, clusterIssuers, told } = scene();
    issuers.apply('DELETED', changed({}));
    clusterIssuers.apply('ADDED', issuer({ metadata: { name: 'shared' } }));

    expect(told).toEqual(['Issuer ca', 'ClusterIssuer shared']);
  });
});
