import { describe, expect, it } from 'vitest';

import type { CertificateRequestStatus } from '../../api/certificate-request/certificate-request.ts';
import { certificateRequest } from '../../test/build/certificate-request.ts';
import { condition } from '../../test/build/object.ts';
import { requestFacts } from './request-facts.ts';

const made = '2026-01-01T00:00:10Z';

function facts(status: CertificateRequestStatus, annotations: Readonly<Record<string, string>> = {}) {
  const metadata = { creationTimestamp: made, annotations };
  return requestFacts(certificateRequest({ metadata, status }));
}

describe('what is known of a request', () => {
  it.each([
    ['1', 1],
    ['12', 12],
    ['', undefined],
    ['one', undefined],
    ['-1', undefined],
    ['1.5', undefined],
  ])('its revision, when it says %j, is %j', (text, revision) => {
    expect(facts({}, { 'cert-manager.io/certificate-revision': text }).revision).toBe(revision);
  });

  it('is pending until its issuer has spoken', () => {
    const pending = condition('Ready', 'False', { reason: 'Pending' });

    expect(facts({}).state).toEqual({ is: 'pending' });
    expect(facts({ conditions: [pending] }).state).toEqual({ is: 'pending' });
  });

  it.each<[string, CertificateRequestStatus, object]>([
    [
      'a denial comes before all else',
      {
        conditions: [
          condition('Ready', 'True', { reason: 'Issued' }),
          condition('Denied', 'True', { reason: 'policy', message: 'no' }),
        ],
      },
      { is: 'failed', reason: 'policy', message: 'no' },
    ],
    [
      'so does a refusal as invalid',
      { conditions: [condition('InvalidRequest', 'True', { reason: 'NoSuchProfile', message: 'what?' })] },
      { is: 'failed', reason: 'NoSuchProfile', message: 'what?' },
    ],
    [
      'a failure has the words of its issuer',
      {
        conditions: [condition('Ready', 'False', { reason: 'Failed', message: 'CA says no' })],
        failureTime: '2026-01-01T00:00:20Z',
      },
      { is: 'failed', reason: 'Failed', message: 'CA says no', at: new Date('2026-01-01T00:00:20Z') },
    ],
    [
      'a failure is never older than the request, whatever the clock of its issuer',
      {
        conditions: [condition('Ready', 'False', { reason: 'Failed' })],
        failureTime: '2025-12-31T23:00:00Z',
      },
      { is: 'failed', at: new Date(made) },
    ],
    [
      'a certificate that cannot be read is told as such',
      {
        conditions: [condition('Ready', 'True', { reason: 'Issued' })],
        certificate: Buffer.from('x').toString('base64'),
      },
      { is: 'issued', leaf: { error: expect.any(String) as string } },
    ],
  ])('%s', (_, status, state) => {
    expect(facts(status).state).toMatchObject(state);
  });

  it('is read once', () => {
    const request = certificateRequest();

    expect(requestFacts(request)).toBe(requestFacts(request));
  });
});
