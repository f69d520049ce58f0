import * as x509 from '../x509.ts';

/** For tests: what @peculiar/x509 reads in what we made, in its own words. */
export interface Read {
  /** Almost as RFC 4514 writes it, but in the order of the encoding. */
  readonly subject: string;
  /** Alternative names as `kind:value`. */
  readonly names: readonly string[];
  /** The bits of the key usage extension. */
  readonly keyUsage: number | undefined;
  /** OIDs. */
  readonly extKeyUsages: readonly string[];
  readonly isCa: boolean | undefined;
}

function read({ subject, extensions }: x509.X509Certificate | x509.Pkcs10CertificateRequest): Read {
  const find = <Wanted extends x509.Extension>(type: new (raw: ArrayBuffer) => Wanted): Wanted | undefined =>
    extensions.find((extension): extension is Wanted => extension instanceof type);
  const names = find(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  return {
    subject,
    names: names.map(({ type, value }) => `${type}:${value}`),
    keyUsage: find(x509.KeyUsagesExtension)?.usages,
    extKeyUsages: find(x509.ExtendedKeyUsageExtension)?.usages.map(String) ?? [],
    isCa: find(x509.BasicConstraintsExtension)?.ca,
  };
}

export function readByX509(certificatePem: string): Read {
  return read(new x509.X509Certificate(certificatePem));
}

/** @throws {Error} when the signature is not that of the key in the request */
export async function readRequestByX509(csrPem: string): Promise<Read> {
  const request = new x509.Pkcs10CertificateRequest(csrPem);
  if (!(await request.verify())) throw new Error('the signature of the request does not verify');
  return read(request);
}

/** The subjects from the leaf up: each certificate named, identified and signed by the next one's. */
export async function chainByX509(leafPem: string, caPems: readonly string[]): Promise<readonly string[]> {
  const certificates = caPems.map((pem) => new x509.X509Certificate(pem));
  const builder = new x509.X509ChainBuilder({ certificates });
  const chain = await builder.build(new x509.X509Certificate(leafPem));
  return Array.from(chain, ({ subject }) => subject);
}
