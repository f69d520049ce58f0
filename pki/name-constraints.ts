import type { NameConstraints } from '../api/certificate/certificate.ts';
import { TerminalFailure } from '../api/failure.ts';
import { constructedContext, primitiveContext } from './der.ts';
import { element, sequence } from './der-write.ts';
import { extensionOids, type Extension } from './extensions.ts';
import { cidrBytes } from './ip-address.ts';
import { quoted } from './quoted.ts';
import { generalName, textName } from './subject-alt-names.ts';

type Subtrees = NonNullable<NameConstraints['permitted']>;

function isHost(text: string): boolean {
  return text.split('.').every((label) => /^[A-Za-z0-9_-]{1,63}$/.test(label) && !/^-|-$/.test(label));
}

/** A host, or with a leading dot everything below it. */
function isDomain(text: string): boolean {
  return isHost(text.replace(/^\./, ''));
}

function isIpv4Shaped(text: string): boolean {
  return /^[\d.]+$/.test(text);
}

function isMailConstraint(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 0) return isDomain(text);
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(text.slice(0, at)) && isHost(text.slice(at + 1));
}

/** How one list of subtrees is encoded, and what its entries must be (RFC 5280 section 4.2.1.10). */
interface Form {
  readonly list: keyof Subtrees;
  readonly mustBe: string;
  /** Undefined for an entry that is not of this form. */
  readonly encode: (entry: string) => Buffer | undefined;
}

const forms: readonly Form[] = [
  {
    list: 'dnsDomains',
    mustBe: 'a DNS domain in ASCII without a dot at its end, as in "example.com"',
    // the empty domain is above all others, so it constrains every DNS name
    encode: (entry) => (entry === '' || isDomain(entry) ? textName(generalName.dnsName, entry) : undefined),
  },
  {
    list: 'ipRanges',
    mustBe: 'an address block in CIDR notation, as in "10.0.0.0/8"',
    encode: (entry) => {
      const bytes = cidrBytes(entry);
      return bytes && element(primitiveContext(generalName.ipAddress), bytes);
    },
  },
  {
    list: 'emailAddresses',
    mustBe: 'a mail address, a host, or a domain with a leading dot, in ASCII',
    encode: (entry) => (isMailConstraint(entry) ? textName(generalName.rfc822Name, entry) : undefined),
  },
  {
    list: 'uriDomains',
    mustBe: 'a host name or a domain with a leading dot, not an address',
    encode: (entry) =>
      isDomain(entry) && !isIpv4Shaped(entry) ? textName(generalName.uri, entry) : undefined,
  },
];

function encodeSubtrees(subtrees: Subtrees, field: string): readonly Buffer[] {
  return forms.flatMap(({ list, mustBe, encode }) =>
    (subtrees[list] ?? []).map((entry, index) => {
      const base = encode(entry);
      if (base) return sequence(base);
      throw new TerminalFailure(
        'InvalidSpec',
        `${field}.${list}[${index}]: ${quoted(entry)} must be ${mustBe}`,
      );
    }),
  );
}

/**
 * The name constraints extension for `spec.nameConstraints` of a Certificate.
 *
 * @throws {TerminalFailure} `InvalidSpec`, naming the entry that cannot be encoded; also when there is no entry at all,
 *   which would leave the CA unconstrained
 */
export function nameConstraintsExtension(constraints: NameConstraints): Extension {
  const field = 'spec.nameConstraints';
  const permitted = encodeSubtrees(constraints.permitted ?? {}, `${field}.permitted`);
  const excluded = encodeSubtrees(constraints.excluded ?? {}, `${field}.excluded`);
  const parts = [
    ...(permitted.length > 0 ? [element(constructedContext(0), ...permitted)] : []),
    ...(excluded.length > 0 ? [element(constructedContext(1), ...excluded)] : []),
  ];
  if (parts.length === 0) {
    throw new TerminalFailure(
      'InvalidSpec',
      `${field}: must permit or exclude something: every list is empty`,
    );
  }
  return {
    oid: extensionOids.nameConstraints,
    critical: constraints.critical ?? false,
    value: sequence(...parts),
  };
}
