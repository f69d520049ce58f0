import { matches } from './cel.ts';

const byte = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const v4 = `${byte}(\\.${byte}){3}`;
const group = '[0-9A-Fa-f]{1,4}';

/** RFC 4291 section 2.2; `::` may still stand for nothing. The last two groups may be an IPv4 address. */
const v6 = `((${group}:){6}(${group}:${group}|${v4})|(${group}(:${group})*)?::((${group}:)*(${group}|${v4}))?)`;

interface Syntax {
  readonly v4: RegExp;
  readonly v6: RegExp;
}

/** An address without a zone. */
const address: Syntax = { v4: new RegExp(`^${v4}$`), v6: new RegExp(`^${v6}$`) };

/** An address block in CIDR notation (RFC 4632 section 3.1, RFC 4291 section 2.3). */
const range: Syntax = {
  v4: new RegExp(`^${v4}/([12]?[0-9]|3[0-2])$`),
  v6: new RegExp(`^${v6}/([1-9]?[0-9]|1[01][0-9]|12[0-8])$`),
};

/** `::` stands for one group or more, and an IPv4 address for two. */
function leavesOneOut(text: string): boolean {
  const groups = text.split(':').filter((part) => part !== '' && !part.startsWith('/'));
  return !text.includes('::') || groups.length + (text.includes('.') ? 1 : 0) <= 7;
}

function isV6(text: string, syntax: Syntax): boolean {
  return syntax.v6.test(text) && leavesOneOut(text);
}

function fits(text: string, syntax: Syntax): boolean {
  return syntax.v4.test(text) || isV6(text, syntax);
}

/** An IPv4 or IPv6 address without a zone. */
export function isIpAddress(text: string): boolean {
  return fits(text, address);
}

export function isIpRange(text: string): boolean {
  return fits(text, range);
}

/** CEL for `isV6`: several short expressions, as what an expression costs grows with its length. */
function isV6InCel(subject: string, syntax: Syntax): string {
  const groups = `${subject}.split(':').filter(part, part != '' && !part.startsWith('/')).size()`;
  const leavesOne = `(!${subject}.contains('::') || ${groups} + (${subject}.contains('.') ? 1 : 0) <= 7)`;
  return `(${matches(subject, syntax.v6)} && ${leavesOne})`;
}

function fitsInCel(subject: string, syntax: Syntax): string {
  return `(${matches(subject, syntax.v4)} || ${isV6InCel(subject, syntax)})`;
}

/** CEL: an IPv6 address without a zone. */
export function isIpv6InCel(subject: string): string {
  return isV6InCel(subject, address);
}

/** CEL: {@link isIpAddress}. */
export function isIpAddressInCel(subject: string): string {
  return fitsInCel(subject, address);
}

/** CEL: {@link isIpRange}. */
export function isIpRangeInCel(subject: string): string {
  return fitsInCel(subject, range);
}
