import type { AcmeState, OrderAuthorization, OrderStatus } from '../../api/order/order.ts';

/** Failures that nothing changes any more. */
const failures: readonly AcmeState[] = ['invalid', 'expired', 'errored'];

/** Also of Challenges: both use the same words. */
export function isFailed(status: { readonly state?: AcmeState } | undefined): boolean {
  return status?.state !== undefined && failures.includes(status.state);
}

/** Whether the certificate is there. */
export function isIssued(status: OrderStatus | undefined): boolean {
  return status?.state === 'valid' && status.certificate !== undefined && status.certificate !== '';
}

/** Whether everything that the CA says about the authorization was read. */
export function isRead(authorization: OrderAuthorization): boolean {
  return authorization.identifier !== undefined && authorization.identifier !== '';
}
