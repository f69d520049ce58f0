import { secretAnnotations, secretLabels } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import type { OwnerReference } from '../../api/resource.ts';
import type { Secret } from '../../api/secret.ts';
import { decodeKey, encodeKey } from '../../pki/key.ts';
import { combinedPem, keyDer, leafFacts } from '../read-secret.ts';
import { detailAnnotations } from './details.ts';
import { type KeystorePasswords, keystoreEntries } from './keystore-entries.ts';

/** Who issued the certificate, as it is written on the Secret; empty texts stand for what was left out. */
export interface IssuedBy {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
}

/** What goes into a target Secret, as PEM. */
export interface Issued {
  readonly key: string | Buffer;
  readonly chain: Buffer;
  readonly ca?: Buffer;
  /** Left out of a temporary certificate. */
  readonly issuedBy?: IssuedBy;
}

export interface TargetSecretOptions {
  readonly passwords: KeystorePasswords;
  readonly ownedByCertificate: boolean;
  /** Of the Secret that is there: it cannot be changed. */
  readonly existingType?: string;
  readonly now: Date;
}

/**
 * The Secret as server-side apply wants it: all of what is ours and nothing else. What we stop sending disappears, what
 * others put there stays.
 */
export async function targetSecret(
  certificate: Certificate,
  issued: Issued,
  options: TargetSecretOptions,
): Promise<Secret> {
  const { metadata, spec } = certificate;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: spec.secretName,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: wantedLabels(certificate),
      annotations: {
        ...spec.secretTemplate?.annotations,
        ...detailAnnotations(leafFacts(issued.chain)),
        [secretAnnotations.certificateName]: metadata.name ?? '',
        ...(issued.issuedBy === undefined ? {} : issuerAnnotations(issued.issuedBy)),
      },
      ...(options.ownedByCertificate ? { ownerReferences: [ownerReference(certificate)] } : {}),
    },
    type: options.existingType ?? 'kubernetes.io/tls',
    data: base64(await entries(certificate, issued, options)),
  };
}

function issuerAnnotations({ name, kind, group }: IssuedBy): Readonly<Record<string, string>> {
  return {
    [secretAnnotations.issuerName]: name,
    [secretAnnotations.issuerKind]: kind,
    [secretAnnotations.issuerGroup]: group,
  };
}

export function wantedLabels({ spec }: Certificate): Readonly<Record<string, string>> {
  return { ...spec.secretTemplate?.labels, [secretLabels.watched]: 'true' };
}

/** Makes an object go with its Certificate. */
export function ownerReference({ metadata }: Certificate): OwnerReference {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

type Entries = Readonly<Record<string, Buffer>>;

async function entries(
  { spec }: Certificate,
  issued: Issued,
  { passwords, now }: TargetSecretOptions,
): Promise<Entries> {
  const privateKey = decodeKey(issued.key);
  const key = Buffer.from(encodeKey(privateKey, effectivePrivateKey(spec).encoding));
  const formats = new Set((spec.additionalOutputFormats ?? []).map(({ type }) => type));
  return {
    'tls.key': key,
    'tls.crt': issued.chain,
    ...(issued.ca === undefined ? {} : { 'ca.crt': issued.ca }),
    ...(formats.has('DER') ? { 'key.der': keyDer(key) } : {}),
    ...(formats.has('CombinedPEM') ? { 'tls-combined.pem': combinedPem(key, issued.chain) } : {}),
    ...(await keystoreEntries(spec, { key: privateKey, chain: issued.chain, ca: issued.ca, passwords, now })),
  };
}

function base64(values: Entries): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, bytes]) => [name, bytes.toString('base64')]));
}
