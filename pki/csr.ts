import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

import { TerminalFailure } from '../api/failure.ts';
import type { CsrWanted } from './csr-wanted.ts';
import {
  constructedContext,
  DerError,
  members,
  readBitString,
  readDer,
  readOid,
  tag,
  type DerElement,
} from './der.ts';
import { bitString, element, integer, oid, sequence, setOf } from './der-write.ts';
import * as extensions from './extensions.ts';
import type { Extension } from './extensions.ts';
import { spkiOf } from './key.ts';
import { decodeName, encodeName, type SubjectFacts } from './name.ts';
import { pemLimits, readPem, writePem } from './pem.ts';
import { isSignedBy, signingWith } from './signature.ts';
import { decodeAltNames, encodeAltNames, type SubjectAltNames } from './subject-alt-names.ts';
import type { KeyUsage } from './usages.ts';

export { csrWantedFrom, defaultCsrGates, type CsrGates, type CsrWanted } from './csr-wanted.ts';

/** What a CSR (PKCS#10, RFC 2986) says. */
export interface CsrFacts extends SubjectAltNames {
  readonly pem: string;
  readonly der: Buffer;
  /** The Name as encoded; copied into the certificate byte for byte. */
  readonly subjectDer: Buffer;
  readonly subject: SubjectFacts;
  readonly commonName?: string;
  /** SubjectPublicKeyInfo as encoded. */
  readonly spkiDer: Buffer;
  /** Hex SHA-256 of `spkiDer`. */
  readonly spkiDigest: string;
  readonly publicKey: KeyObject;
  /** Left out, as the other extensions are, when the CSR does not ask for it. */
  readonly keyUsages?: readonly KeyUsage[];
  /** Dotted OIDs, also those that the API has no name for. */
  readonly extKeyUsageOids?: readonly string[];
  readonly isCa?: boolean;
  /** Content of the subject alternative name extension (a GeneralNames), as encoded. */
  readonly sanDer?: Buffer;
  /** Content of the name constraints extension, as encoded. */
  readonly nameConstraintsDer?: Buffer;
  readonly nameConstraintsCritical?: boolean;
}

/** PKCS#9 extensionRequest (RFC 2985 section 5.4.2). */
const extensionRequest = '1.2.840.113549.1.9.14';

const label = 'CERTIFICATE REQUEST';

function altNamesExtension(wanted: CsrWanted): readonly Extension[] {
  const value = encodeAltNames(wanted);
  // RFC 5280 section 4.2.1.6: critical when the names are all the subject there is
  return value
    ? [{ oid: extensions.extensionOids.subjectAltName, critical: wanted.subject.length === 0, value }]
    : [];
}

function extensionsOf(wanted: CsrWanted): readonly Extension[] {
  const { keyUsages = [], extKeyUsageOids = [] } = wanted.usages ?? {};
  return [
    ...altNamesExtension(wanted),
    ...(keyUsages.length > 0 ? [extensions.keyUsageExtension(keyUsages)] : []),
    ...(extKeyUsageOids.length > 0 ? [extensions.extKeyUsageExtension(extKeyUsageOids)] : []),
    ...(wanted.isCa === undefined ? [] : [extensions.basicConstraintsExtension(wanted.isCa)]),
    ...(wanted.nameConstraints ? [wanted.nameConstraints] : []),
  ];
}

/**
 * A CSR, signed by the key it asks a certificate for.
 *
 * @returns PEM
 * @throws {TerminalFailure} `InvalidSpec` when the key cannot sign as asked or the CSR would be too large to be read
 */
export async function createCsr(wanted: CsrWanted, key: KeyObject): Promise<string> {
  const signing = signingWith(key, wanted.signatureAlgorithm);
  const asked = extensionsOf(wanted);
  const request = sequence(oid(extensionRequest), setOf(extensions.encodeExtensions(asked)));
  const attributes = element(constructedContext(0), ...(asked.length > 0 ? [request] : []));
  const info = sequence(integer(0), encodeName(wanted.subject), spkiOf(key), attributes);
  const signature = await signing.sign(info);
  const pem = writePem(label, sequence(info, signing.algorithmDer, bitString(signature)));
  if (pem.length > pemLimits.certificate) {
    throw new TerminalFailure(
      'InvalidSpec',
      `the certificate request would be larger than the maximum ${pemLimits.certificate}B: ask for fewer or shorter names`,
    );
  }
  return pem;
}

function requestedExtensions(attributes: DerElement | undefined): ReadonlyMap<string, Extension> {
  const values = (attributes ? members(attributes, constructedContext(0)) : [])
    .map((attribute) => members(attribute))
    .filter(([type]) => readOid(type) === extensionRequest)
    .map(([, value]) => value);
  if (values.length > 1) throw new DerError('there are two extension requests');
  return extensions.decodeExtensions(values[0] && members(values[0], tag.set)[0]);
}

type Asked = SubjectAltNames &
  Pick<
    CsrFacts,
    'keyUsages' | 'extKeyUsageOids' | 'isCa' | 'sanDer' | 'nameConstraintsDer' | 'nameConstraintsCritical'
  >;

function readAsked(attributes: DerElement | undefined): Asked {
  const found = requestedExtensions(attributes);
  const valueOf = (name: keyof typeof extensions.extensionOids): Buffer | undefined =>
    found.get(extensions.extensionOids[name])?.value;
  const keyUsage = valueOf('keyUsage');
  const extKeyUsage = valueOf('extKeyUsage');
  const basicConstraints = valueOf('basicConstraints');
  const sanDer = valueOf('subjectAltName');
  const nameConstraints = found.get(extensions.extensionOids.nameConstraints);
  return {
    ...decodeAltNames(sanDer && readDer(sanDer, tag.sequence)),
    ...(sanDer && { sanDer }),
    ...(keyUsage && { keyUsages: extensions.decodeKeyUsage(keyUsage) }),
    ...(extKeyUsage && { extKeyUsageOids: extensions.decodeExtKeyUsage(extKeyUsage) }),
    ...(basicConstraints && { isCa: extensions.decodeBasicConstraints(basicConstraints) }),
    ...(nameConstraints && {
      nameConstraintsDer: nameConstraints.value,
      nameConstraintsCritical: nameConstraints.critical,
    }),
  };
}

function readCsr(der: Buffer, signature: CsrReading['signature']): CsrFacts {
  const [info, algorithm, signatureBits] = members(readDer(der, tag.sequence));
  const [, name, spki, attributes] = members(info);
  if (!info || !name || !spki) throw new DerError('the request is cut off');
  const spkiDer = spki.whole;
  const readKey = (): KeyObject => createPublicKey({ key: spkiDer, format: 'der', type: 'spki' });
  if (
    signature !== 'was checked' &&
    !isSignedBy(readKey(), algorithm, info.whole, readBitString(signatureBits).bytes)
  ) {
    throw new DerError('its signature does not verify');
  }
  return {
    get pem() {
      return writePem(label, der);
    },
    der,
    subjectDer: name.whole,
    ...decodeName(name),
    spkiDer,
    spkiDigest: createHash('sha256').update(spkiDer).digest('hex'),
    get publicKey() {
      return readKey();
    },
    ...readAsked(attributes),
  };
}

function whyUnreadable(error: unknown): string {
  return error instanceof DerError || error instanceof TerminalFailure
    ? error.message
    : 'its public key cannot be read';
}

export interface CsrReading {
  /** Bytes of PEM text. */
  readonly limit?: number;
  /** `was checked`: by whoever signed a certificate for it, and what is asked is only what it says. */
  readonly signature?: 'was checked';
}

/**
 * The first PEM block as a CSR, whatever its label.
 *
 * @throws {TerminalFailure} `InvalidRequest`: not PEM, too large, not a CSR, or its signature does not verify
 */
export function decodeCsr(pem: string | Buffer, { limit, signature }: CsrReading = {}): CsrFacts {
  const [block] = readPem(pem, { limit: limit ?? pemLimits.certificate, reason: 'InvalidRequest' });
  if (!block) throw new TerminalFailure('InvalidRequest', 'error decoding certificate request PEM block');
  try {
    return readCsr(block.der, signature);
  } catch (cause) {
    const message = `error decoding certificate request: ${whyUnreadable(cause)}`;
    throw new TerminalFailure('InvalidRequest', message, { cause });
  }
}
