import { describe, expect, it } from 'vitest';

import type { CertificateStatus } from '../../../api/certificate/certificate.ts';
import { certificate } from '../../../test/build/certificate.ts';
import { condition } from '../../../test/build/object.ts';
import { rankOf, stateNames, stateOf } from './state.ts';

const now = new Date('2026-03-02T12:00:00Z');
const valid = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-04-01T00:00:00Z' };
const since = (lastTransitionTime: string) => ({ lastTransitionTime });
const ready = condition('Ready', 'True');
const unready = condition('Ready', 'False');
const issuing = condition('Issuing', 'True', since('2026-03-02T11:59:00Z'));
const failed = { conditions: [condition('Issuing', 'False')], lastFailureTime: '2026-03-02T11:00:00Z' };

function stateWith(status: CertificateStatus, isHeldUp = false): string {
  return stateOf(certificate({ status }), now, () => isHeldUp);
}

describe('a Certificate on 2 March', () => {
  it.each<[string, CertificateStatus]>([
    ['expired', { conditions: [ready], notAfter: '2026-03-02T12:00:00Z' }],
    ['failed', { ...failed, conditions: [unready, ...failed.conditions] }],
    ['conflict', { conditions: [unready, condition('Conflict', 'True')] }],
    ['overdue', { ...valid, conditions: [ready, condition('RenewalOverdue', 'True')] }],
    ['renewal-failed', { ...failed, ...valid, conditions: [ready, ...failed.conditions] }],
    ['held-up', { conditions: [unready, condition('Issuing', 'True', since('2026-03-02T10:59:00Z'))] }],
    ['issuing', { conditions: [unready, issuing] }],
    ['renewing', { ...valid, conditions: [ready, issuing] }],
    ['ready', { ...valid, conditions: [ready] }],
    ['not-ready', { conditions: [unready] }],
    ['new', {}],
  ])('is %s', (state, status) => {
    expect(stateWith(status)).toBe(state);
  });

  it('is held up when somebody must do something before its issuance goes on', () => {
    expect(stateWith({ conditions: [unready, issuing] }, true)).toBe('held-up');
    expect(stateWith({ ...valid, conditions: [ready] }, true)).toBe('ready');
  });
});

describe('states', () => {
  it('come with what is expired first and what is ready last', () => {
    const ranked = stateNames.toSorted((one, other) => rankOf(one) - rankOf(other));

    expect(ranked[0]).toBe('expired');
    expect(ranked.at(-1)).toBe('ready');
  });
});
