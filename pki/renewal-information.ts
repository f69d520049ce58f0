/** What of a certificate names it to the CA that issued it; hex. */
export interface IssuedAs {
  readonly serial: string;
  readonly authorityKeyId?: string;
}

/**
 * The name by which an ACME server is asked when a certificate should be renewed, and told which one an order replaces
 * (RFC 9773 section 4.1): authority key identifier and serial number, base64url.
 *
 * @returns `undefined` for a certificate without an authority key identifier
 */
export function certificateId({ serial, authorityKeyId }: IssuedAs): string | undefined {
  if (authorityKeyId === undefined) return undefined;
  const digits = serial.length % 2 === 0 ? serial : `0${serial}`;
  // the content of a DER INTEGER: positive, so its first bit is not set
  const integer = Number.parseInt(digits.slice(0, 2), 16) >= 0x80 ? `00${digits}` : digits;
  return [authorityKeyId, integer].map((hex) => Buffer.from(hex, 'hex').toString('base64url')).join('.');
}
