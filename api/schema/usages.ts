import { list, oneOf } from './fields.ts';

/** The words of the API for key usages and extended key usages (RFC 5280 4.2.1.3 and 4.2.1.12). */
export const keyUsages = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
] as const;

export type KeyUsage = (typeof keyUsages)[number];

export function usages(description: string) {
  return list(description, oneOf('A key usage or extended key usage.', keyUsages));
}
