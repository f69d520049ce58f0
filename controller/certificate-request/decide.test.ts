import { describe, expect, it } from 'vitest';

import type { CertificateRequestStatus } from '../../api/certificate-request/certificate-request.ts';
import { certificateRequest } from '../../test/build/certificate-request.ts';
import { issuer, readyIssuer } from '../../test/build/issuer.ts';
import { condition } from '../../test/build/object.ts';
import type { IssuerLookup } from '../issuer-ref.ts';
import type { Signer } from '../issuer/signer.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import type { Seen } from './seen.ts';

const now = new Date('2026-01-01T00:00:00Z');

const ready: IssuerLookup = {
  is: 'found',
  issuer: issuer({ status: readyIssuer }),
  kind: 'Issuer',
  resourceNamespace: 'web',
  type: 'ca',
  ready: true,
};

const nobody: Signer = { sign: () => Promise.reject(new Error('must not be called')) };

function seen(status: CertificateRequestStatus | undefined, more: Partial<Seen> = {}): Seen {
  const request = certificateRequest(status === undefined ? {} : { status });
  return { request, issuer: ready, signer: nobody, autoApprove: true, now, ...more };
}

const approval = condition('Approved', 'True', {
  reason: 'cert-manager.io',
  message: 'Certificate request has been approved by cert-manager.io',
});
const approved: CertificateRequestStatus = { conditions: [approval], observedGeneration: 1 };

const pending = (message: string): CertificateRequestStatus => ({
  conditions: [approval, condition('Ready', 'False', { reason: 'Pending', message })],
  observedGeneration: 1,
});

describe('a new request to an issuer of ours', () => {
  it('is approved and signed in one step', () => {
    expect(decide(seen(undefined))).toEqual({ status: approved, actions: [{ do: 'sign' }] });
  });

  it('is approved before anything leaves the process', () => {
    const signer: Signer = {
      ...nobody,
      announce: () => 'Waiting on certificate issuance from order web/shop-1-1: "pending"',
    };

    expect(decide(seen(undefined, { signer })).actions).toEqual([{ do: 'announce' }, { do: 'sign' }]);
    expect(decide(seen(approved, { signer })).actions).toEqual([{ do: 'sign' }]);
  });

  it('waits for an approver when approving is not our part, and says so without a write', () => {
    const decision = decide(seen({ observedGeneration: -1 }, { autoApprove: false }));

    expect(decision.status).toEqual({ observedGeneration: -1 });
    expect(decision.actions).toEqual([
      {
        do: 'tell',
        reason: 'WaitingForApproval',
        message: 'Not signing CertificateRequest until it is Approved',
      },
    ]);
  });

  it.each<[string, IssuerLookup, string]>([
    [
      'is not there',
      { is: 'missing', kind: 'Issuer', message: 'issuer.cert-manager.io "absent" not found' },
      'Referenced "Issuer" not found: issuer.cert-manager.io "absent" not found',
    ],
    ['is not ready', { ...ready, ready: false }, 'Referenced issuer does not have a Ready status condition'],
    [
      'has no type',
      { ...ready, type: undefined },
      "Missing issuer type: no issuer specified for Issuer 'web/ca'",
    ],
  ])('waits, approved, when the issuer %s', (_, lookup, message) => {
    const decision = decide(seen(undefined, { issuer: lookup }));

    expect(decision.status).toEqual(pending(message));
    expect(decision.actions).toEqual([]);
    expect(decision.events).toHaveLength(1);
  });

  it('says what to do when the type is not served', () => {
    const { status } = decide(seen(undefined, { issuer: { ...ready, type: 'venafi' }, signer: undefined }));

    expect(status.conditions?.[1]?.message).toContain('use acme, ca, selfSigned or vault');
  });
});

describe('a request to an issuer of somebody else', () => {
  const issuer: IssuerLookup = { is: 'external' };

  it('is approved, and that is all', () => {
    expect(decide(seen(undefined, { issuer, signer: undefined }))).toEqual({ status: approved, actions: [] });
  });

  it('is left alone when it is denied', () => {
    const status = { conditions: [condition('Denied', 'True', { reason: 'policy' })] };

    expect(decide(seen(status, { issuer }))).toEqual({ status, actions: [] });
  });
});

describe('a request that was decided', () => {
  it('by a denial ends so', () => {
    const denial = condition('Denied', 'True', {
      reason: 'KubectlCertManager',
      message: 'manually denied by "cmctl"',
    });

    expect(decide(seen({ conditions: [denial] })).status).toEqual({
      conditions: [
        denial,
        condition('Ready', 'False', {
          reason: 'Denied',
          message: 'The CertificateRequest was denied by an approval controller',
        }),
      ],
      failureTime: '2026-01-01T00:00:00Z',
      observedGeneration: 1,
    });
  });

  it.each(['Issued', 'Failed', 'Denied'])('as %s is never touched again', (reason) => {
    const status = { conditions: [condition('Ready', reason === 'Issued' ? 'True' : 'False', { reason })] };

    expect(decide(seen(status))).toEqual({ status, actions: [] });
  });

  it('by its issuer as invalid is left to people', () => {
    const status = { conditions: [condition('InvalidRequest', 'True', { reason: 'NoSuchProfile' })] };

    expect(decide(seen(status))).toEqual({ status, actions: [] });
  });
});

describe('what a signer says', () => {
  const told: string[] = [];
  const signed = async (outcome: Awaited<ReturnType<Signer['sign']>>) => {
    told.length = 0;
    const signer: Signer = { sign: () => Promise.resolve(outcome) };
    return act({ do: 'sign' }, seen(undefined, { signer }), ({ reason, message }) =>
      told.push(`${reason}: ${message}`),
    );
  };

  it('about a failure ends the request', async () => {
    const status = await signed({
      is: 'failed',
      reason: 'SigningError',
      message: 'Error signing certificate: no',
    });

    expect(status?.conditions?.[1]).toMatchObject({
      reason: 'Failed',
      message: 'Error signing certificate: no',
    });
    expect(status?.failureTime).toBe('2026-01-01T00:00:00Z');
    expect(told).toEqual(['SigningError: Error signing certificate: no']);
  });

  it('about waiting is written as it is', async () => {
    const status = await signed({
      is: 'pending',
      reason: 'SecretMissing',
      message: 'Referenced secret web/ca not found',
    });

    expect(status).toEqual(pending('Referenced secret web/ca not found'));
    expect(told).toEqual(['SecretMissing: Referenced secret web/ca not found']);
  });

  it('is not believed when it is no certificate', async () => {
    const status = await signed({ is: 'issued', certificate: 'nonsense' });

    expect(status?.conditions?.[1]).toMatchObject({ status: 'False', reason: 'Failed' });
    expect(status?.certificate).toBeUndefined();
    expect(told[0]).toContain('DecodeError: Failed to decode returned certificate');
  });
});
