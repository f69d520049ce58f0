import {
  constructedContext,
  DerError,
  members,
  primitiveContext,
  readDer,
  readOid,
  readText,
  tag,
  type DerElement,
} from './der.ts';
import { element, oid, sequence, utf8String } from './der-write.ts';
import { ipBytes, ipText } from './ip-address.ts';

/** An otherName that holds a UTF8String, such as a Microsoft UPN. */
export interface OtherName {
  /** Dotted OID. */
  readonly oid: string;
  readonly utf8Value: string;
}

/** The subject alternative names that the API knows; addresses in their canonical text form (RFC 5952 for IPv6). */
export interface SubjectAltNames {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly otherNames: readonly OtherName[];
}

/** The choices of a GeneralName (RFC 5280 section 4.2.1.6) that are used here. */
export const generalName = { otherName: 0, rfc822Name: 1, dnsName: 2, uri: 6, ipAddress: 7 } as const;

/** A GeneralName that is ASCII text: a mail address, DNS name or URI. */
export function textName(choice: 1 | 2 | 6, text: string): Buffer {
  return element(primitiveContext(choice), Buffer.from(text, 'latin1'));
}

function encodeOtherName({ oid: type, utf8Value }: OtherName): Buffer {
  const value = element(constructedContext(0), utf8String(utf8Value));
  return element(constructedContext(generalName.otherName), oid(type), value);
}

/** A GeneralNames in DER, or nothing when there are no names. Every name must have been checked before. */
export function encodeAltNames(names: SubjectAltNames): Buffer | undefined {
  const encoded = [
    ...names.dnsNames.map((name) => textName(generalName.dnsName, name)),
    ...names.emailAddresses.map((address) => textName(generalName.rfc822Name, address)),
    ...names.ipAddresses.map((address) =>
      element(primitiveContext(generalName.ipAddress), ipBytes(address) ?? Buffer.alloc(0)),
    ),
    ...names.uris.map((uri) => textName(generalName.uri, uri)),
    ...names.otherNames.map(encodeOtherName),
  ];
  return encoded.length > 0 ? sequence(...encoded) : undefined;
}

/** @returns undefined for an otherName that holds something else than a UTF8String */
function decodeOtherName(name: DerElement): OtherName | undefined {
  const [type, wrapped] = members(name, constructedContext(generalName.otherName));
  const [value] = members(wrapped, constructedContext(0));
  const utf8Value = value?.tag === tag.utf8String ? readText(value) : undefined;
  return utf8Value === undefined ? undefined : { oid: readOid(type), utf8Value };
}

function decodeAddress(name: DerElement): string {
  const address = ipText(name.content);
  if (address === undefined) throw new DerError('an IP address is not 4 or 16 bytes');
  return address;
}

/**
 * The names of a GeneralNames; kinds that the API does not know are passed over.
 *
 * @throws {DerError} when it is malformed
 */
export function decodeAltNames(names: DerElement | undefined): SubjectAltNames {
  const all = names ? members(names) : [];
  const texts = (choice: number): readonly string[] =>
    all
      .filter((name) => name.tag === primitiveContext(choice))
      .map((name) => name.content.toString('latin1'));
  return {
    dnsNames: texts(generalName.dnsName),
    emailAddresses: texts(generalName.rfc822Name),
    uris: texts(generalName.uri),
    ipAddresses: all
      .filter((name) => name.tag === primitiveContext(generalName.ipAddress))
      .map(decodeAddress),
    otherNames: all
      .filter((name) => name.tag === constructedContext(generalName.otherName))
      .flatMap((name) => decodeOtherName(name) ?? []),
  };
}

/** Choices of GeneralName (RFC 5280 section 4.2.1.6) that the API has no field for. */
const unnamed: readonly (readonly [name: string, tag: number])[] = [
  ['an X.400 address', constructedContext(3)],
  ['a directory name', constructedContext(4)],
  ['an EDI party name', constructedContext(5)],
  ['a registered id', primitiveContext(8)],
];

/**
 * The kinds of names in a GeneralNames that no field of the API shows.
 *
 * @throws {DerError} when it is malformed
 */
export function unnamedKinds(sanDer: Buffer | undefined): readonly string[] {
  const all = sanDer ? members(readDer(sanDer, tag.sequence)) : [];
  const kinds = unnamed.filter(([, choice]) => all.some((name) => name.tag === choice));
  const isOdd = (name: DerElement): boolean =>
    name.tag === constructedContext(generalName.otherName) && decodeOtherName(name) === undefined;
  return [...kinds.map(([name]) => name), ...(all.some(isOdd) ? ['an other name that is no text'] : [])];
}
