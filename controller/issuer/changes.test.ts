import { describe, expect, it } from 'vitest';

import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { createStore } from '../../runtime/memory-store.ts';
import { issuer, readyIssuer } from '../../test/build/issuer.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { creation } from '../../test/build/object.ts';
import { secret } from '../../test/build/secret.ts';
import { readSecret } from '../read-secret.ts';
import type { SecretFacts } from '../secret-facts.ts';
import type { Stores } from '../wiring.ts';
import { watchIssuerChanges } from './changes.ts';

const noon = '2026-02-01T12:00:00Z';

function scene() {
  const clock = new ManualClock(noon);
  const indexes = {
    secret: ({ metadata, spec }: Issuer) => [`${metadata.namespace}/${spec.ca?.secretName}`],
  };
  const issuers = createStore<Issuer>(indexes);
  const clusterIssuers = createStore<ClusterIssuer>(indexes);
  const secrets = createStore<SecretFacts>({});
  const stores = { issuers, clusterIssuers, secrets } as unknown as Stores;
  const told: string[] = [];
  const changes = watchIssuerChanges(stores, clock);
  changes.subscribe((kind, { metadata }) => told.push(`${kind} ${metadata.name}`));
  return { issuers, secrets, changes, told };
}

const ca = issuer();
const caSecret = (password: string, resourceVersion: string) =>
  readSecret(secret({ name: 'ca-pair', metadata: { name: 'ca-pair', resourceVersion }, text: { password } }));
const version = (of: Issuer, resourceVersion: string, more: Partial<Issuer> = {}): Issuer => ({
  ...of,
  ...more,
  metadata: { ...of.metadata, resourceVersion },
});

describe('the last change of an issuer', () => {
  it('is its creation when we meet it: a restart of ours is no reason to try again', () => {
    const { issuers, changes } = scene();
    issuers.apply('ADDED', ca);

    expect(changes.lastChange(ca)).toEqual(new Date(creation));
  });

  it('is now when its spec changes or it becomes ready', () => {
    const { issuers, changes } = scene();
    issuers.apply('ADDED', ca);
    issuers.apply('MODIFIED', version(ca, '2', { status: readyIssuer }));

    expect(changes.lastChange(ca)).toEqual(new Date(noon));
  });

  it('is not now when only its labels change', () => {
    const { issuers, changes, told } = scene();
    issuers.apply('ADDED', ca);
    issuers.apply('MODIFIED', {
      ...ca,
      metadata: { ...ca.metadata, resourceVersion: '2', labels: { team: 'web' } },
    });

    expect(changes.lastChange(ca)).toEqual(new Date(creation));
    expect(told).toEqual(['Issuer ca']);
  });

  it('is now when the content of its Secret changes, and only then', () => {
    const { issuers, secrets, changes, told } = scene();
    issuers.apply('ADDED', ca);
    secrets.apply('ADDED', caSecret('old', '2'));
    secrets.apply('MODIFIED', caSecret('old', '3'));
    expect(changes.lastChange(ca)).toEqual(new Date(creation));

    secrets.apply('MODIFIED', caSecret('new', '4'));

    expect(changes.lastChange(ca)).toEqual(new Date(noon));
    expect(told).toEqual(['Issuer ca', 'Issuer ca', 'Issuer ca']);
  });

  it('is unknown when it is gone', () => {
    const { issuers, changes, told } = scene();
    issuers.apply('ADDED', ca);
    issuers.apply('DELETED', version(ca, '2'));

    expect(changes.lastChange(ca)).toBeUndefined();
    expect(told).toEqual(['Issuer ca', 'Issuer ca']);
  });
});
