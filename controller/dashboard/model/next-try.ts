import type { Certificate } from '../../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../../api/conditions.ts';
import { fullRestSeconds } from '../../certificate/back-off.ts';
import { type State, hasFailed } from './state.ts';
import type { View } from './view.ts';

/** When a Certificate is tried for next. */
export type NextTry =
  /** Something is being done now. */
  | { readonly is: 'under-way' }
  /** It goes on by itself once somebody has done something. */
  | { readonly is: 'held-up' }
  | { readonly is: 'at'; readonly at: Date; readonly what: 'retry' | 'renewal' }
  /** It is never renewed by itself, or nothing is known of it yet. */
  | { readonly is: 'none' };

export function nextTryOf(
  view: Pick<View, 'now' | 'settings'>,
  certificate: Certificate,
  state: State,
): NextTry {
  const { conditions, renewalTime } = certificate.status ?? {};
  if (state === 'held-up' || state === 'conflict') return { is: 'held-up' };
  if (isTrue(conditions, 'Issuing')) return { is: 'under-way' };
  const retry = retryOf(view, certificate);
  if (retry !== undefined) return { is: 'at', at: retry, what: 'retry' };
  if (renewalTime === undefined) return { is: 'none' };
  return { is: 'at', at: new Date(renewalTime), what: 'renewal' };
}

/** A change of the Certificate, of its issuer or of a Secret of that brings it forward; only the first can be told here. */
function retryOf(
  { now, settings }: Pick<View, 'now' | 'settings'>,
  certificate: Certificate,
): Date | undefined {
  const { metadata, status } = certificate;
  if (!hasFailed(certificate) || status?.lastFailureTime === undefined) return undefined;
  const judged = findCondition(status.conditions, 'Issuing')?.observedGeneration;
  if (judged !== undefined && judged < (metadata.generation ?? 0)) return now;
  const failed = new Date(status.lastFailureTime);
  const rest = fullRestSeconds(settings.backoff, {
    failed,
    attempts: status.failedIssuanceAttempts,
    notAfter: status.notAfter === undefined ? undefined : new Date(status.notAfter),
  });
  return new Date(failed.getTime() + rest * 1000);
}
