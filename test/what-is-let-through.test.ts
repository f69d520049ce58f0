import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceRules } from '../api/reference/rules/index.ts';
import { worldOfExample } from '../api/reference/object-world.ts';
import type { KubeObject } from '../api/resource.ts';
import { validateSchema } from '../api/validate.ts';
import { type AdmissionRequest, parseReview, reviewOf } from '../webhook/admission-review.ts';
import { verdictOf } from '../webhook/answer.ts';
import { decidesApproval } from '../webhook/approval.ts';
import { createJudge } from '../webhook/judge.ts';
import { mutate } from '../webhook/mutate.ts';
import { createReferenceJudges } from '../webhook/references/judge.ts';
import { certificateIndexes, knownCertificate } from '../webhook/references/stores.ts';
import type { Certificate } from '../api/certificate/certificate.ts';
import { letThrough } from './build/let-through.ts';

const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };
const organisation = {
  everywhere: { duration: '720h', renewBefore: '24h', privateKey: { algorithm: 'ECDSA' as const } },
  byName: new Map(),
};
const anything = fc.oneof(...letThrough.map(({ object }) => object));

function requestOf(
  resource: (typeof letThrough)[number]['resource'],
  object: KubeObject,
  oldObject?: KubeObject,
) {
  const { group, version, plural } = resource;
  const review = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'u',
      resource: { group, version, resource: plural },
      operation: oldObject ? 'UPDATE' : 'CREATE',
      namespace: 'web',
      userInfo: {},
      object,
      ...(oldObject && { oldObject }),
    },
  };
  return parseReview(JSON.parse(JSON.stringify(review)));
}

/** All that is done with a request before it is answered. */
function answers(request: AdmissionRequest, around: readonly KubeObject[]): readonly object[] {
  const references = createReferenceJudges(worldOfExample(around), 'all');
  return [
    reviewOf('u', verdictOf(createJudge(gates, references)(request))),
    reviewOf('u', mutate(request, { visibleDefaults: true, organisation })),
    reviewOf('u', { allowed: !decidesApproval({ ...request, subResource: 'status' }) }),
  ];
}

describe.each(letThrough)('a $kind that its CRD lets through', ({ resource, kind, object }) => {
  it('is answered, whatever it was before and whatever is around it', () => {
    const around = fc.array(anything, { maxLength: 4 });
    const before = fc.option(object, { nil: undefined });

    fc.assert(
      fc.property(object, before, around, (after, old, others) => {
        // what refers to each other has to be there as often as not
        const seen = [after, ...others].filter((one) => one.kind !== kind || one === after);
        const fitting = seen.filter((one) => validateSchema(one.kind as 'Certificate', one).length === 0);
        expect(answers(requestOf(resource, after, old), fitting)).toHaveLength(3);
      }),
      { numRuns: 40 },
    );
  });

  it('often passes our own schema too, so that rules are asked', () => {
    const fits = fc
      .sample(object, { numRuns: 60, seed: 7 })
      .filter((one) => validateSchema(kind as 'Certificate', one).length === 0);

    expect(fits.length).toBeGreaterThan(5);
  });
});

describe('an Order whose authorizations are all taken away', () => {
  it('is refused, and nothing else happens', () => {
    const order = (status: object): KubeObject =>
      ({
        apiVersion: 'acme.cert-manager.io/v1',
        kind: 'Order',
        metadata: { name: 'o', namespace: 'web' },
        spec: { issuerRef: { name: 'ca' }, request: 'YQ==' },
        status,
      }) as KubeObject;
    const before = order({ authorizations: [{ url: 'https://acme.example/1', challenges: [] }] });
    const orders = letThrough.find(({ kind }) => kind === 'Order');

    for (const status of [{}, { authorizations: [] }, { authorizations: null }]) {
      const [validated] = orders ? answers(requestOf(orders.resource, order(status), before), []) : [];
      expect(validated).toMatchObject({ response: { allowed: false } });
    }
  });
});

describe('what the webhook keeps of a Certificate that its CRD lets through', () => {
  it('can be filed under its Secret and its domains', () => {
    const certificates = letThrough.find(({ kind }) => kind === 'Certificate')?.object ?? anything;

    fc.assert(
      fc.property(certificates, (certificate) => {
        const kept = knownCertificate(certificate as Certificate);
        expect(certificateIndexes.secret(kept)).toHaveLength(1);
        expect(certificateIndexes.domain(kept)).toBeInstanceOf(Array);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the rules about several objects', () => {
  it('are all asked', () => {
    expect(referenceRules.length).toBeGreaterThan(15);
  });
});
