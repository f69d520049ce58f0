import { oneOf } from './fields.ts';

/** States of orders, authorizations and challenges: those of RFC 8555 7.1.6 and `errored`, which is ours to give up with. */
export const acmeStates = [
  'valid',
  'ready',
  'pending',
  'processing',
  'invalid',
  'expired',
  'errored',
] as const;

export type AcmeState = (typeof acmeStates)[number];

export function acmeState(description: string) {
  return oneOf(description, acmeStates);
}
