/** The syntaxes the Kubernetes API demands of names, labels and annotations (apimachinery `util/validation`). */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = new RegExp(`^${label}(\\.${label})*$`);
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Annotations of one object may not be longer than this, keys and values together. */
const annotationBytes = 256 * 1024;

/** What the name of most objects must be: RFC 1123 subdomain, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && subdomain.test(text);
}

/** A key of labels and annotations: an optional DNS subdomain and a slash, then up to 63 of `A-Za-z0-9-_.`. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/');
  if (parts.length > 2) return false;
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  return (prefix === undefined || isDnsSubdomain(prefix)) && name.length <= 63 && qualifiedPart.test(name);
}

/** A label's value: empty, or up to 63 of `A-Za-z0-9-_.` that begin and end alphanumeric. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && qualifiedPart.test(text));
}

export function annotationsTooLong(annotations: Readonly<Record<string, string>>): boolean {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations))
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes > annotationBytes;
}

const atom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10FFFF}-]+$/u;
const domainLiteral = /^\[[^[\]\\\s]+\]$/;

function isDotAtom(text: string): boolean {
  return text.split('.').every((part) => atom.test(part));
}

/**
 * A bare mailbox of RFC 5322 (`local@domain`): no display name, no angle brackets, nothing that needs quoting.
 */
export function isBareMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at <= 0) return false;
  const domain = text.slice(at + 1);
  return isDotAtom(text.slice(0, at)) && (isDotAtom(domain) || domainLiteral.test(domain));
}

/** A path as Kubernetes writes it into a field error: map keys in brackets. */
export function mapKey(field: string, key: string): string {
  return `${field}[${key}]`;
}
