import { AwsV4Signer } from 'aws4fetch';

/** What requests to AWS are signed with. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Goes with temporary keys. */
  readonly sessionToken?: string | undefined;
}

/** A request before it is signed, and what it is signed for. */
export interface Unsigned {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly service: string;
  readonly region: string;
  readonly now: Date;
}

/**
 * Signature version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html).
 *
 * @returns all headers of the request, the signature among them
 */
export async function signRequest(unsigned: Unsigned, key: AwsKey): Promise<Record<string, string>> {
  const { url, method, headers, body, service, region, now } = unsigned;
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const signer = new AwsV4Signer({
    url: url.href,
    method,
    headers: { ...headers },
    ...(body !== undefined && { body }),
    ...(sessionToken !== undefined && { sessionToken }),
    accessKeyId,
    secretAccessKey,
    service,
    region,
    allHeaders: true,
    datetime: now.toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
  });
  const signed = await signer.sign();
  return Object.fromEntries(signed.headers);
}
