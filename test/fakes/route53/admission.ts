import { headersOf } from '../listener.ts';
import type { Received } from '../listener.ts';
import { VendorError } from '../vendor-error.ts';
import { isSignedWith, readClaim } from './signature.ts';
import type { Claim } from './signature.ts';
import type { FakeKey } from './sts.ts';

const mostSkewSeconds = 300;

/**
 * Who asks, by the signature.
 *
 * @param allowed the actions that they may do; all of them when left out
 * @throws {VendorError} when it is nobody, or they may not
 */
export function admit(
  keys: readonly FakeKey[],
  allowed: readonly string[] | undefined,
  received: Received,
  action: string,
): void {
  const headers = headersOf(received);
  const claim = readClaim(headers['authorization']);
  if (!claim) throw new VendorError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const key = keys.find((one) => one.accessKeyId === claim.accessKeyId);
  if (!key || headers['x-amz-security-token'] !== key.sessionToken) {
    const words = 'The security token included in the request is invalid.';
    throw new VendorError('InvalidClientTokenId', words, 403);
  }
  checkSignature(key, claim, received);
  checkTime(headers['x-amz-date'] ?? '');
  if (key.expiresAt && key.expiresAt.getTime() < Date.now()) {
    throw new VendorError('ExpiredToken', 'The security token included in the request is expired', 403);
  }
  if (allowed?.includes(action) === false) {
    const words = `User: arn:aws:iam::123456789012:user/dns is not authorized to perform: route53:${action} because no identity-based policy allows the route53:${action} action`;
    throw new VendorError('AccessDenied', words, 403);
  }
}

function checkSignature(key: FakeKey, claim: Claim, received: Received): void {
  const headers = headersOf(received);
  const { method = '', url: target = '' } = received.request;
  const service = received.url.pathname === '/' ? 'sts' : 'route53';
  const isWhole =
    claim.region === 'us-east-1' &&
    claim.service === service &&
    ['host', 'x-amz-date'].every((name) => claim.signedHeaders.includes(name));
  const request = { method, target, headers, body: received.body };
  if (isWhole && isSignedWith(key.secretAccessKey, request, claim)) return;
  const words =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  const canonical = `\n\nThe Canonical String for this request should have been\n'${JSON.stringify(headers)}`;
  throw new VendorError('SignatureDoesNotMatch', words + canonical, 403);
}

/** @param signed `20150830T123600Z` */
function checkTime(signed: string): void {
  const iso = signed.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5');
  if (Math.abs(Date.now() - Date.parse(iso)) < mostSkewSeconds * 1000) return;
  throw new VendorError('SignatureDoesNotMatch', `Signature expired: ${signed}`, 403);
}
