import { secretAnnotations } from '../../api/annotations.ts';
import { effectiveIssuerRef, effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { rfc1123, goTime } from '../go-time.ts';
import type { KeyFacts, LeafFacts, SecretFacts } from '../secret-facts.ts';
import { isReadable, isTemporary } from '../secret-facts.ts';
import { certificateDifferences, requestDifferences } from './differences.ts';
import { informationOf, renewalOf } from './renewal-information.ts';
import { currentRequest, type Seen } from './seen.ts';

/** Why something is not as it should be, in the words users read as a condition's reason and message. */
export interface Violation {
  readonly reason: string;
  readonly message: string;
}

type Policy = (seen: Seen) => Violation | undefined;

/** Why a certificate must be issued; of several reasons the most basic one. */
export function reasonToIssue(seen: Seen): Violation | undefined {
  return first(seen, [...fits, renewalIsNotDue]);
}

/** Why the Secret does not hold what the Certificate asks for. One that is due for renewal still works. */
export function reasonNotReady(seen: Seen): Violation | undefined {
  return first(seen, [...fits, hasNotExpired]);
}

/** Why the Secret does not hold a key and a certificate that belong together, whoever issued that. */
export function reasonNoPair(seen: Seen): Violation | undefined {
  return first(seen, isPair);
}

/** Why the Secret does not hold a usable pair that was issued for this Certificate by its issuer, or in place of that. */
export function reasonNotOurs(seen: Seen): Violation | undefined {
  const issuer = isTemporary(seen.secret) ? [] : [isFromIssuer];
  return first(seen, [...isPair, ...issuer, isForThisCertificate]);
}

/** Reasons that {@link reasonToIssue} gives: an issuance begun for one of them is over when it gives none any more. */
export const ownReasons: ReadonlySet<string> = new Set([
  'DoesNotExist',
  'MissingData',
  'InvalidKeyPair',
  'InvalidCertificate',
  'TemporaryCertificate',
  'IncorrectIssuer',
  'IncorrectCertificate',
  'SecretMismatch',
  'InvalidCertificateRequest',
  'RequestChanged',
  'Renewing',
]);

function first(seen: Seen, policies: readonly Policy[]): Violation | undefined {
  for (const policy of policies) {
    const violation = policy(seen);
    if (violation !== undefined) return violation;
  }
  return undefined;
}

const isPair: readonly Policy[] = [exists, hasData, keyIsReadable, certificateIsReadable, keyFitsCertificate];

const fits: readonly Policy[] = [
  ...isPair,
  isNotTemporary,
  isFromIssuer,
  isForThisCertificate,
  keyIsAsAskedFor,
  keyIsThatOfRequest,
  requestIsAsAskedFor,
];

function exists({ secret }: Seen): Violation | undefined {
  if (secret !== undefined) return undefined;
  return { reason: 'DoesNotExist', message: 'Issuing certificate as Secret does not exist' };
}

function hasData({ secret }: Seen): Violation | undefined {
  const missing = (what: string): Violation => ({
    reason: 'MissingData',
    message: `Issuing certificate as Secret does not contain ${what}`,
  });
  if (secret === undefined || secret.dataKeys.length === 0) return missing('any data');
  if (secret.key === undefined) return missing('a private key');
  return secret.leaf === undefined ? missing('a certificate') : undefined;
}

function keyIsReadable({ secret }: Seen): Violation | undefined {
  if (secret?.key === undefined || isReadable(secret.key)) return undefined;
  const message = `Issuing certificate as Secret contains invalid private key data: ${secret.key.error}`;
  return { reason: 'InvalidKeyPair', message };
}

function certificateIsReadable({ secret }: Seen): Violation | undefined {
  if (secret?.leaf === undefined || isReadable(secret.leaf)) return undefined;
  const message = `Issuing certificate as Secret contains an invalid certificate: ${secret.leaf.error}`;
  return { reason: 'InvalidCertificate', message };
}

function keyFitsCertificate({ secret }: Seen): Violation | undefined {
  const leaf = isReadable(secret?.leaf) ? secret.leaf : undefined;
  if (keyOf(secret)?.spkiDigest === leaf?.spkiDigest) return undefined;
  return {
    reason: 'InvalidKeyPair',
    message: 'Issuing certificate as Secret contains a private key that does not match the certificate',
  };
}

/** A server may begin with one, but it is nobody's answer to what the Certificate asks for. */
function isNotTemporary({ secret }: Seen): Violation | undefined {
  if (!isTemporary(secret)) return undefined;
  const message = 'Issuing certificate as Secret contains a temporary certificate only';
  return { reason: 'TemporaryCertificate', message };
}

/**
 * Upstream compares the name only where the Secret tells one, kind and group always: a Secret without the annotations is
 * that of an Issuer of our own group.
 */
function isFromIssuer({ certificate, secret }: Seen): Violation | undefined {
  const annotations = secret?.metadata.annotations ?? {};
  const name = annotations[secretAnnotations.issuerName];
  const kind = annotations[secretAnnotations.issuerKind] || 'Issuer';
  const group = annotations[secretAnnotations.issuerGroup] || 'cert-manager.io';
  const wanted = effectiveIssuerRef(certificate.spec.issuerRef);
  const nameFits = name === undefined || name === wanted.name;
  if (nameFits && kind === wanted.kind && group === wanted.group) return undefined;
  const message = `Issuing certificate as Secret was previously issued by "${kind}.${group}/${name ?? ''}"`;
  return { reason: 'IncorrectIssuer', message };
}

function isForThisCertificate({ certificate, secret }: Seen): Violation | undefined {
  const name = secret?.metadata.annotations?.[secretAnnotations.certificateName];
  if (name === undefined || name === certificate.metadata.name) return undefined;
  return {
    reason: 'IncorrectCertificate',
    message: `Secret was issued for "${name}". If this message is not transient, you might have two conflicting Certificates pointing to the same secret.`,
  };
}

function keyIsAsAskedFor({ certificate, secret }: Seen): Violation | undefined {
  const key = keyOf(secret);
  const fields = key === undefined ? [] : keyDifferences(certificate.spec, key);
  if (fields.length === 0) return undefined;
  const message = `Existing private key is not up to date for spec: [${fields.join(' ')}]`;
  return { reason: 'SecretMismatch', message };
}

/** The fields of `spec.privateKey` that a key is not what they say. */
export function keyDifferences(spec: Seen['certificate']['spec'], key: KeyFacts): readonly string[] {
  const wanted = effectivePrivateKey(spec);
  if (wanted.algorithm !== key.spec.algorithm) return ['spec.privateKey.algorithm'];
  return wanted.size === key.spec.size ? [] : ['spec.privateKey.size'];
}

function keyIsThatOfRequest(seen: Seen): Violation | undefined {
  const request = currentRequest(seen);
  if (request === undefined) return undefined;
  if (!isReadable(request.csr)) {
    const message = `Failed to decode current CertificateRequest: ${request.csr.error}`;
    return { reason: 'InvalidCertificateRequest', message };
  }
  if (request.csr.spkiDigest === keyOf(seen.secret)?.spkiDigest) return undefined;
  return {
    reason: 'SecretMismatch',
    message: 'Secret contains a private key that does not match the current CertificateRequest',
  };
}

function requestIsAsAskedFor(seen: Seen): Violation | undefined {
  const { spec } = seen.certificate;
  const request = currentRequest(seen);
  if (request !== undefined) {
    const fields = isReadable(request.csr) ? requestDifferences(spec, request.object.spec, request.csr) : [];
    const message = `Fields on existing CertificateRequest resource not up to date: [${fields.join(' ')}]`;
    return fields.length === 0 ? undefined : { reason: 'RequestChanged', message };
  }
  const leaf = leafOf(seen.secret);
  const fields = leaf === undefined ? [] : certificateDifferences(spec, leaf);
  const message = `Issuing certificate as Existing issued Secret is not up to date for spec: [${fields.join(' ')}]`;
  return fields.length === 0 ? undefined : { reason: 'SecretMismatch', message };
}

function renewalIsNotDue(seen: Seen): Violation | undefined {
  const leaf = leafOf(seen.secret);
  const renewal = leaf === undefined ? undefined : renewalOf(seen, leaf, informationOf(seen, leaf));
  if (renewal === undefined || seen.now < renewal) return undefined;
  const message = `Renewing certificate as renewal was scheduled at ${goTime(renewal)}`;
  return { reason: 'Renewing', message };
}

function hasNotExpired({ secret, now }: Seen): Violation | undefined {
  const leaf = leafOf(secret);
  if (leaf === undefined || now <= leaf.notAfter) return undefined;
  return { reason: 'Expired', message: `Certificate expired on ${rfc1123(leaf.notAfter)}` };
}

function keyOf(secret: SecretFacts | undefined): KeyFacts | undefined {
  return isReadable(secret?.key) ? secret.key : undefined;
}

/** The certificate in use, where it can be read; a temporary one is none. */
export function leafOf(secret: SecretFacts | undefined): LeafFacts | undefined {
  return isReadable(secret?.leaf) && !isTemporary(secret) ? secret.leaf : undefined;
}
