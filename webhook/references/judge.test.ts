import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { KubeObject } from '../../api/resource.ts';
import { acme, certificate, http01, issuer } from '../../api/reference/example.ts';
import { createStore } from '../../runtime/memory-store.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import type { AdmissionRequest } from '../admission-review.ts';
import { createJudge } from '../judge.ts';
import { createReferenceJudges, type Refused, refusedFrom } from './judge.ts';
import { certificateIndexes, type WebhookStores } from './stores.ts';
import { worldOfStores } from './store-world.ts';

const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };

function at(resourceVersion: string, objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map((object) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion, uid: object.metadata.name ?? '' },
  }));
}

/** Stores that have heard of these objects, or of nothing yet. */
function stores(issuers?: readonly KubeObject[], certificates: readonly KubeObject[] = []): WebhookStores {
  const all = {
    certificates: createStore<Certificate>(certificateIndexes),
    issuers: createStore({}),
    clusterIssuers: createStore({}),
    secrets: createStore({}),
  };
  if (issuers) {
    all.certificates.replaceAll(at('7', certificates) as readonly Certificate[], '7', false);
    all.issuers.replaceAll(at('7', issuers), '7', false);
    all.clusterIssuers.replaceAll([], '7', false);
    all.secrets.replaceAll([], '7', false);
  }
  return all as unknown as WebhookStores;
}

function judging(known: WebhookStores, refused: Refused = new Set()) {
  const world = worldOfStores(known, 'certloom', new ManualClock());
  const judge = createJudge(gates, createReferenceJudges(world, refused));
  return (object: KubeObject, before?: KubeObject) => {
    const { violations, warnings } = judge({
      uid: 'u',
      resource: { group: 'cert-manager.io', version: 'v1', resource: 'certificates' },
      subResource: '',
      name: 'shop',
      namespace: 'web',
      operation: before ? 'UPDATE' : 'CREATE',
      userInfo: {},
      dryRun: false,
      object,
      ...(before && { oldObject: before }),
    } satisfies AdmissionRequest);
    const told = (list: typeof violations) => list.map(({ field, detail }) => `${field}: ${detail}`);
    return { refused: told(violations), warned: told(warnings) };
  };
}

const wildcard = certificate({ dnsNames: ['*.shop.example'] });
const noSolver = 'spec.dnsNames[0]: no DNS01 solver of ca is for *.shop.example';

describe('a Certificate with a wildcard, of an issuer that proves names by HTTP only', () => {
  const known = stores([issuer(acme([http01]))]);

  it('is warned of', () => {
    expect(judging(known)(wildcard)).toEqual({ refused: [], warned: [noSolver] });
  });

  it.each([['reference/names-have-a-solver'], ['*']])('is refused when the configuration says %s', (rule) => {
    expect(judging(known, refusedFrom([rule]))(wildcard)).toEqual({ refused: [noSolver], warned: [] });
  });

  it('is let alone when it was so before', () => {
    const longer = certificate({ dnsNames: ['*.shop.example'], duration: '2160h' });

    expect(judging(known, 'all')(longer, wildcard)).toEqual({ refused: [], warned: [] });
  });
});

describe('a Certificate without its issuer', () => {
  it('is warned of, with the name that was meant', () => {
    const known = stores([issuer({ selfSigned: {} }, { name: 'company' })]);

    expect(judging(known)(certificate({ issuerRef: { name: 'compny' } })).warned).toEqual([
      'spec.issuerRef.name: there is no Issuer compny in namespace web; did you mean company?',
    ]);
  });

  it('is only warned of where all that never works is refused: the issuer may be on its way', () => {
    expect(judging(stores([]), 'all')(certificate()).refused).toEqual([]);
  });

  it('is no matter before the caches are filled', () => {
    expect(judging(stores(), 'all')(certificate())).toEqual({ refused: [], warned: [] });
  });
});

describe('a second Certificate for a Secret', () => {
  const known = stores([issuer({ ca: { secretName: 'ca' } })], [certificate({}, { name: 'first' })]);

  it('is told which one is the first', () => {
    expect(judging(known)(certificate()).warned).toEqual([
      'spec.secretName: is the Secret of Certificate first too; only one can have it',
    ]);
  });

  it('is fine when the other one is itself', () => {
    expect(judging(known)(certificate({}, { name: 'first' })).warned).toEqual([]);
  });
});

describe('a rate limit', () => {
  const annotations = { 'certloom/certificates-per-domain-and-week': '3' };
  const known = (created: string) => {
    const others = ['a', 'b', 'c'].map((name) =>
      certificate(
        { dnsNames: [`${name}.shop.example`], secretName: name },
        { name, creationTimestamp: created },
      ),
    );
    return stores([issuer(acme([http01]), { annotations })], others);
  };

  it('is told of when little is left', () => {
    expect(judging(known('2025-12-31T00:00:00Z'))(certificate()).warned).toEqual([
      'spec.dnsNames[0]: 3 of the 3 certificates a week for shop.example are spent',
    ]);
  });

  it('is no matter a week later', () => {
    expect(judging(known('2025-12-24T00:00:00Z'))(certificate()).warned).toEqual([]);
  });
});

describe('a rule that shall refuse', () => {
  it('must be one', () => {
    expect(() => refusedFrom(['reference/names-are-alowed'])).toThrow(
      'there is no rule reference/names-are-alowed about several objects (did you mean reference/names-are-allowed?)',
    );
  });
});
