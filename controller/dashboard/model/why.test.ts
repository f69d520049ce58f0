import { describe, expect, it } from 'vitest';

import type { CertificateStatus } from '../../../api/certificate/certificate.ts';
import type { Condition } from '../../../api/conditions.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { certificateRequest } from '../../../test/build/certificate-request.ts';
import { certificate } from '../../../test/build/certificate.ts';
import { challenge } from '../../../test/build/challenge.ts';
import { viewAt } from '../../../test/build/dashboard-view.ts';
import { issuer, readyIssuer } from '../../../test/build/issuer.ts';
import { condition, controlledBy } from '../../../test/build/object.ts';
import { order } from '../../../test/build/order.ts';
import { whyOf } from './why.ts';

const ca = issuer({ status: readyIssuer });
const begun: CertificateStatus = {
  conditions: [
    condition('Ready', 'False', { message: 'Issuing certificate as Secret does not exist' }),
    condition('Issuing', 'True', { message: 'Issuing certificate as Secret does not exist' }),
  ],
};
const failed: CertificateStatus = {
  lastFailureTime: '2026-03-02T11:00:00Z',
  conditions: [
    condition('Issuing', 'False', {
      message: 'The certificate request has failed to complete and will be retried: no more quota',
    }),
  ],
};

function shop(status: CertificateStatus) {
  return certificate({ status });
}

function requestWith(...conditions: readonly Condition[]) {
  const metadata = { ownerReferences: [controlledBy(certificate())] };
  return certificateRequest({ metadata, status: { conditions: [...conditions] } });
}

const approval = condition('Approved', 'True');
const pending = requestWith(
  approval,
  condition('Ready', 'False', { reason: 'Pending', message: 'Waiting on order' }),
);
const orderOf = (status: object) => order({ metadata: { ownerReferences: [controlledBy(pending)] }, status });
const proving = orderOf({ state: 'pending' });
const proofWith = (status: object) =>
  challenge({ metadata: { ownerReferences: [controlledBy(proving)] }, status });

function why(status: CertificateStatus, ...others: readonly KubeObject[]) {
  const subject = shop(status);
  return whyOf(viewAt('2026-03-02T12:00:00Z', subject, ...others), subject);
}

describe('why an issuance does not go on', () => {
  it('is an issuer that there is not, which the owner named', () => {
    expect(why(begun)).toEqual({
      words: 'issuer.cert-manager.io "ca" not found',
      from: { kind: 'Certificate', name: 'shop' },
      actor: 'certificate',
    });
  });

  it('is what an issuer says that is not ready', () => {
    const sealed = issuer({
      status: { conditions: [condition('Ready', 'False', { message: 'Vault is sealed' })] },
    });

    expect(why(begun, sealed)).toMatchObject({
      words: 'Vault is sealed',
      from: { kind: 'Issuer', name: 'ca' },
      actor: 'issuer',
    });
  });

  it('is an approval that did not come, or that was refused', () => {
    const denied = requestWith(condition('Denied', 'True', { message: 'not in this namespace' }));

    expect(why(begun, ca, requestWith())).toMatchObject({
      words: 'The request waits for an approval',
      actor: 'approver',
    });
    expect(why(begun, ca, denied)).toMatchObject({ words: 'not in this namespace', actor: 'approver' });
  });

  it('is no approval that may still come: the request was made nine seconds ago', () => {
    const { metadata, ...request } = requestWith();
    const young = { ...request, metadata: { ...metadata, creationTimestamp: '2026-03-02T11:59:51Z' } };

    expect(why(begun, ca, young)).toMatchObject({ from: { kind: 'Certificate' }, actor: 'nobody' });
  });

  it('is a proof that the solver cannot publish, which its credentials are for', () => {
    const proof = proofWith({ state: 'pending', presented: false, reason: 'DNSPod: the key does not exist' });

    expect(why(begun, ca, pending, proving, proof)).toMatchObject({
      words: 'DNSPod: the key does not exist',
      from: { kind: 'Challenge', name: 'shop-1-100-200' },
      actor: 'issuer',
    });
  });

  it('is nobody’s business while a published proof is looked for', () => {
    const proof = proofWith({ state: 'pending', presented: true, reason: 'ns2 does not answer with it yet' });

    expect(why(begun, ca, pending, proving, proof)).toMatchObject({
      words: 'ns2 does not answer with it yet',
      actor: 'nobody',
    });
  });

  it('is what the request waits for, where nothing further was made', () => {
    expect(why(begun, ca, pending)).toMatchObject({ words: 'Waiting on order', actor: 'nobody' });
  });

  it('is a Secret that another Certificate owns', () => {
    const taken = {
      conditions: [condition('Conflict', 'True', { message: 'Secret "shop-tls" belongs to another' })],
    };

    expect(why(taken, ca)).toMatchObject({
      words: 'Secret "shop-tls" belongs to another',
      actor: 'certificate',
    });
  });
});

describe('why an issuance failed', () => {
  it('is told in the words of the Order that the CA refused', () => {
    const reason = 'Challenge for domain "shop.example" failed: 403 Incorrect TXT record';
    const refused = orderOf({ state: 'invalid', reason });

    expect(why(failed, ca, pending, refused)).toMatchObject({
      words: reason,
      from: { kind: 'Order' },
      actor: 'proof',
    });
  });

  it('is told in those of the request, where there is no Order', () => {
    const refused = requestWith(
      approval,
      condition('Ready', 'False', { reason: 'Failed', message: 'the CA has expired' }),
    );

    expect(why(failed, ca, refused)).toMatchObject({
      words: 'the CA has expired',
      from: { kind: 'CertificateRequest' },
      actor: 'issuer',
    });
  });

  it('is told in those of whoever denied it', () => {
    const message = 'no wildcards for tenants';
    const denied = requestWith(
      condition('Denied', 'True', { message }),
      condition('Ready', 'False', { reason: 'Denied', message: 'The CertificateRequest was denied' }),
    );

    expect(why(failed, ca, denied)).toMatchObject({ words: message, actor: 'approver' });
  });

  it('is told in those of the Certificate, where nothing else is left', () => {
    expect(why(failed, ca)).toMatchObject({
      words: 'no more quota',
      from: { kind: 'Certificate' },
      actor: 'issuer',
    });
  });
});

it('is nothing for a Certificate that is well', () => {
  expect(why({ conditions: [condition('Ready', 'True')] }, ca)).toBeUndefined();
});
