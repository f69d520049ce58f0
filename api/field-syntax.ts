/** The syntaxes the Kubernetes API demands of names, labels and annotations (apimachinery `util/validation`). */

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualifiedPart = '([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]';

/** Of any length; up to 253 characters are allowed. */
export const dnsSubdomain = new RegExp(`^${subdomain}$`);
/** Its prefix of any length; up to 253 characters are allowed. */
export const qualifiedName = new RegExp(`^(${subdomain}/)?${qualifiedPart}$`);
export const labelValue = new RegExp(`^(${qualifiedPart})?$`);

/** Annotations of one object may not be longer than this, keys and values together. */
const annotationBytes = 256 * 1024;

/** What the name of most objects must be: RFC 1123 subdomain, at most 253 characters. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && dnsSubdomain.test(text);
}

/** A key of labels and annotations: an optional DNS subdomain and a slash, then up to 63 of `A-Za-z0-9-_.`. */
export function isQualifiedName(text: string): boolean {
  return text.length <= 317 && text.indexOf('/') <= 253 && qualifiedName.test(text);
}

/** A label's value: empty, or up to 63 of `A-Za-z0-9-_.` that begin and end alphanumeric. */
export function isLabelValue(text: string): boolean {
  return labelValue.test(text);
}

export function annotationsTooLong(annotations: Readonly<Record<string, string>>): boolean {
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations))
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  return bytes > annotationBytes;
}

const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10FFFF}-]+";
const dotAtom = `${atom}(\\.${atom})*`;

/** A mailbox that stands for itself. */
export const bareMailbox = new RegExp(`^${dotAtom}@(${dotAtom}|\\[[!-Z^-~\\u0080-\\u{10FFFF}]+\\])$`, 'u');

/**
 * A bare mailbox of RFC 5322 (`local@domain`): no display name, no angle brackets, nothing that needs quoting.
 */
export function isBareMailbox(text: string): boolean {
  return bareMailbox.test(text);
}

/** A path as Kubernetes writes it into a field error: map keys in brackets. */
export function mapKey(field: string, key: string): string {
  return `${field}[${key}]`;
}
