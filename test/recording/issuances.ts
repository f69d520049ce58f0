import type { KeyObject } from 'node:crypto';

import { requestAnnotations, secretAnnotations, secretLabels } from '../../api/annotations.ts';
import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { generateKey } from '../../pki/key.ts';
import {
  type MintOptions,
  type Minted,
  type Signer,
  base64,
  issuanceOf,
  keyEntry,
  mint,
  mintCa,
} from './minting.ts';
import { secretData } from './secret-data.ts';
import type { RecordedObject } from './tape.ts';

/** What one Certificate of the recording becomes. */
interface Issued {
  readonly certificate: RecordedObject;
  readonly key: KeyObject;
  /** By the name of the request. */
  readonly requests: ReadonlyMap<string, Minted>;
}

export interface Issuances {
  /** By `namespace/name` of the Certificate. */
  readonly all: ReadonlyMap<string, Issued>;
  /** PEM of the CA that the recording made for itself. */
  readonly root: string;
}

/** Every request and certificate of a recording again, each Certificate with one key of its own. */
export async function mintAll(recorded: readonly RecordedObject[], laterMs: number): Promise<Issuances> {
  const certificates = recorded.filter(({ kind }) => kind === 'Certificate');
  const mintFor = async (certificate: RecordedObject, signer?: Signer) => {
    const issued = await issuedAgain(certificate, recorded, { laterMs, ...(signer && { signer }) });
    return [`${certificate.metadata.namespace}/${certificate.metadata.name}`, issued] as const;
  };
  const roots = await Promise.all(certificates.filter(isSelfSigned).map((one) => mintFor(one)));
  const root = signerIn(roots[0]?.[1]);
  const acmeCa = await mintCa('an ACME server', new Date(Date.now() - 86_400_000));
  const others = certificates.filter((one) => !isSelfSigned(one));
  const leaves = await Promise.all(others.map((one) => mintFor(one, issuerOf(one) === 'ca' ? root : acmeCa)));
  return { all: new Map([...roots, ...leaves]), root: root.pem };
}

async function issuedAgain(
  certificate: RecordedObject,
  recorded: readonly RecordedObject[],
  options: Omit<MintOptions, 'key'>,
): Promise<Issued> {
  const key = await generateKey(effectivePrivateKey(specOf(certificate)));
  const requests = new Map<string, Minted>();
  for (const request of recorded.filter((one) => isRequestOf(certificate, one))) {
    requests.set(request.metadata.name ?? '', await mint(issuanceOf(request), { ...options, key }));
  }
  return { certificate, key, requests };
}

function signerIn(issued: Issued | undefined): Signer {
  const pem = [...(issued?.requests.values() ?? [])][0]?.leaf;
  if (issued === undefined || pem === undefined) throw new Error('the recording has no root');
  return { key: issued.key, pem };
}

function specOf({ spec }: RecordedObject): CertificateSpec {
  return spec as unknown as CertificateSpec;
}

function issuerOf(certificate: RecordedObject): string {
  return specOf(certificate).issuerRef.name;
}

function isSelfSigned(certificate: RecordedObject): boolean {
  return issuerOf(certificate) === 'selfsigned';
}

function isRequestOf({ metadata: { uid } }: RecordedObject, { kind, metadata }: RecordedObject): boolean {
  return kind === 'CertificateRequest' && metadata.ownerReferences?.[0]?.uid === uid;
}

/** Puts keys, requests and certificates into an object that belongs to a Certificate. */
export async function withIssued(object: RecordedObject, { all, root }: Issuances): Promise<RecordedObject> {
  const issued = all.get(`${object.metadata.namespace}/${certificateName(object)}`);
  if (issued === undefined) return object;
  switch (object.kind) {
    case 'CertificateRequest':
      return withRequest(object, issued.requests.get(object.metadata.name ?? ''), root);
    case 'Order':
      return withRequest(object, issued.requests.get(ownerName(object)), root);
    case 'Secret':
      return { ...object, data: await dataFor(object, issued, root) };
    default:
      return object;
  }
}

function ownerName({ metadata }: RecordedObject): string {
  return metadata.ownerReferences?.[0]?.name ?? '';
}

function isNextKey({ metadata }: RecordedObject): boolean {
  return metadata.labels?.[secretLabels.nextPrivateKey] === 'true';
}

/** Requests, Orders and target Secrets say it; next keys are owned by it. */
function certificateName(object: RecordedObject): string | undefined {
  if (isNextKey(object)) return ownerName(object);
  const { annotations = {} } = object.metadata;
  return annotations[requestAnnotations.certificateName] ?? annotations[secretAnnotations.certificateName];
}

function withRequest(object: RecordedObject, minted: Minted | undefined, root: string): RecordedObject {
  if (minted === undefined) return object;
  const { spec, status } = object;
  const values = { certificate: base64(minted.chain ?? ''), ca: base64(root) };
  const known = Object.entries(values).filter(([name]) => status?.[name] !== undefined);
  return {
    ...object,
    spec: { ...spec, request: base64(minted.request) },
    ...(status !== undefined && { status: { ...status, ...Object.fromEntries(known) } }),
  };
}

async function dataFor(
  secret: RecordedObject,
  { certificate, key, requests }: Issued,
  ca: string,
): Promise<Readonly<Record<string, string>>> {
  if (isNextKey(secret)) return { 'tls.key': keyEntry(key, 'PKCS8') };
  const current = requests.get(`${certificate.metadata.name}-${String(certificate.status?.['revision'])}`);
  const names = Object.keys(secret.data ?? {});
  return secretData(specOf(certificate), { key, chain: current?.chain ?? '', ca }, names);
}
