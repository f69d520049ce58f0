import { Failure } from '../../api/failure.ts';
import { readDer, tag } from '../../pki/der.ts';
import { decodeRdns } from '../../pki/name.ts';
import { type Rdn, parseDistinguishedName } from '../../pki/subject.ts';

/**
 * Whether a Name says what `spec.literalSubject` says: the same attributes in the same order. Which of the string types of
 * ASN.1 carries a text is the encoder's choice and no difference.
 */
export function saysLiterally(subjectDer: Buffer, literalSubject: string): boolean {
  try {
    const present = decodeRdns(readDer(subjectDer, tag.sequence));
    return asText(present) === asText(parseDistinguishedName(literalSubject));
  } catch (error) {
    // a text that is no name cannot be what the request says; making the next request tells what is wrong with it
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Attributes of one RDN are a set. */
function asText(rdns: readonly Rdn[]): string {
  return JSON.stringify(rdns.map((rdn) => rdn.map(({ oid, value }) => `${oid}=${value}`).sort()));
}
