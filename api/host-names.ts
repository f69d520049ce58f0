import { domainToASCII } from 'node:url';
import { shownValue } from './shown-value.ts';

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const labels = new RegExp(`^${label}(?:\\.${label})*$`);

/** A host name of RFC 1123 section 2.1, at most 253 characters in labels of at most 63, without a dot at its end. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && labels.test(text);
}

/** Printable ASCII: what a DNS name, a mail address or a URI in a certificate is made of (IA5String). */
export const printableAscii = /^[ -~]+$/;

export function isPrintableAscii(text: string): boolean {
  return printableAscii.test(text);
}

/** How an international name is written in a certificate: `"xn--mnchen-3ya.example"`; `undefined` when it cannot be. */
export function inAsciiForm(name: string): string | undefined {
  const ascii = domainToASCII(name);
  return ascii === '' ? undefined : shownValue(ascii);
}

/** What keeps a DNS name of a certificate from being one, other than its characters. */
export function hostNameProblem(name: string): string | undefined {
  const host = name.replace(/^\*\./, '');
  if (host.includes('*')) return 'a wildcard must be the whole first label, as in *.shop.example';
  if (host.endsWith('.')) return 'must not end with a dot';
  if (isHostName(host)) return undefined;
  return 'is no host name (RFC 1123: labels of 1 to 63 letters, digits and "-", 253 characters in all)';
}
