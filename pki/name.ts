import { members, readOid, readText, tag, type DerElement } from './der.ts';
import { directoryString, oid, sequence, setOf } from './der-write.ts';
import { attributeOids, type Rdn } from './subject.ts';

/** Subject attributes other than the common name, in the certificate's order; the names of the API's `spec.subject`. */
export interface SubjectFacts {
  readonly serialNumber?: string;
  readonly organizations: readonly string[];
  readonly organizationalUnits: readonly string[];
  readonly countries: readonly string[];
  readonly provinces: readonly string[];
  readonly localities: readonly string[];
  readonly postalCodes: readonly string[];
  readonly streetAddresses: readonly string[];
}

/** What a distinguished name in a certificate or request says. */
export interface NameFacts {
  readonly subject: SubjectFacts;
  /** The last one, if there are several. */
  readonly commonName?: string;
}

const postalCode = '2.5.4.17';

/** The members of `spec.subject` that are lists, and their attributes, in the order in which DER holds them. */
const listAttributes = [
  ['countries', attributeOids.C],
  ['organizations', attributeOids.O],
  ['organizationalUnits', attributeOids.OU],
  ['localities', attributeOids.L],
  ['provinces', attributeOids.ST],
  ['streetAddresses', attributeOids.STREET],
  ['postalCodes', postalCode],
] as const satisfies readonly (readonly [keyof SubjectFacts, string])[];

/**
 * A Name in DER (RFC 5280 section 4.1.2.4).
 *
 * @param rdns most specific first, as RFC 4514 writes them; DER has them the other way round
 */
export function encodeName(rdns: readonly Rdn[]): Buffer {
  const encoded = rdns.map((rdn) =>
    setOf(...rdn.map(({ oid: type, value }) => sequence(oid(type), directoryString(value)))),
  );
  return sequence(...encoded.reverse());
}

/**
 * The name that `spec.commonName` and `spec.subject` stand for, most specific first. Several values of one member share
 * one RDN, as they do in the certificates that cert-manager asks for: whoever compares names sees no change.
 */
export function nameFrom(subject: Partial<SubjectFacts>, commonName: string | undefined): readonly Rdn[] {
  const rdns = listAttributes.map(([member, type]) =>
    (subject[member] ?? []).map((value) => ({ oid: type, value })),
  );
  const single = [
    [attributeOids.CN, commonName],
    [attributeOids.SERIALNUMBER, subject.serialNumber],
  ] as const;
  const ends = single.map(([type, value]) => (value ? [{ oid: type, value }] : []));
  return [...rdns, ...ends].filter((rdn) => rdn.length > 0).reverse();
}

/**
 * The RDNs of a Name, most specific first; attributes whose value is no text are passed over.
 *
 * @throws {DerError}
 */
export function decodeRdns(name: DerElement | undefined): readonly Rdn[] {
  const rdns = members(name).map((rdn) =>
    members(rdn, tag.set).flatMap((attribute) => {
      const [type, value] = members(attribute);
      const text = value && readText(value);
      const read = readOid(type);
      return text === undefined ? [] : [{ oid: read, value: text }];
    }),
  );
  return rdns.reverse();
}

/** What a Name says; attributes whose value is no text are passed over. @throws {DerError} */
export function decodeName(name: DerElement | undefined): NameFacts {
  const attributes = decodeRdns(name).toReversed().flat();
  const all = (type: string): readonly string[] =>
    attributes.filter((attribute) => attribute.oid === type).map(({ value }) => value);
  const commonName = all(attributeOids.CN).at(-1);
  const serialNumber = all(attributeOids.SERIALNUMBER).at(-1);
  const lists = Object.fromEntries(listAttributes.map(([member, type]) => [member, all(type)])) as Record<
    (typeof listAttributes)[number][0],
    readonly string[]
  >;
  return {
    subject: { ...(serialNumber !== undefined && { serialNumber }), ...lists },
    ...(commonName !== undefined && { commonName }),
  };
}
