import type { SecretFacts } from '../../secret-facts.ts';
import { isReadable } from '../../secret-facts.ts';
import { rfc1123 } from '../../go-time.ts';
import type { IssuerSetup, IssuerToSetUp, SetUpOutcome } from '../setup.ts';

/**
 * Verifies that the issuer's Secret holds a CA that can sign now: upstream takes any CA certificate; that the key is its
 * key, and that it has not expired, is judged here too.
 *
 * @param secretOf from the cache: only public facts are needed
 */
export function caSetup(secretOf: (secretKey: string) => SecretFacts | undefined): IssuerSetup {
  const secretFor = ({ issuer, resourceNamespace }: IssuerToSetUp): SecretFacts | undefined =>
    secretOf(`${resourceNamespace}/${issuer.spec.ca?.secretName ?? ''}`);
  return {
    secretNames: ({ spec }) => (spec.ca === undefined ? [] : [spec.ca.secretName]),
    setUp: (wanted) => Promise.resolve(judge(secretFor(wanted), wanted)),
    lookAgainSeconds: (wanted) => secondsToExpiry(secretFor(wanted), wanted.now),
  };
}

function judge(secret: SecretFacts | undefined, { issuer, now }: IssuerToSetUp): SetUpOutcome {
  const missing = whatIsMissing(secret, issuer.spec.ca?.secretName ?? '');
  if (missing !== undefined) return notReady('missing', 'ErrGetKeyPair', missing);
  const wrong = secret === undefined ? undefined : whatIsWrong(secret, now);
  if (wrong !== undefined) return notReady('wrong', 'ErrInvalidKeyPair', wrong);
  const verified = { reason: 'KeyPairVerified', message: 'Signing CA verified' };
  return { ready: true, ...verified, events: [{ type: 'Normal', ...verified }] };
}

function whatIsMissing(secret: SecretFacts | undefined, name: string): string | undefined {
  if (secret === undefined) return `secrets "${name}" not found`;
  if (secret.key === undefined)
    return `no data for "tls.key" in secret "${secret.metadata.namespace}/${name}"`;
  if (secret.leaf === undefined)
    return `no data for "tls.crt" in secret "${secret.metadata.namespace}/${name}"`;
  if (!isReadable(secret.key)) return secret.key.error;
  return isReadable(secret.leaf) ? undefined : secret.leaf.error;
}

function whatIsWrong({ key, leaf }: SecretFacts, now: Date): string | undefined {
  if (!isReadable(key) || !isReadable(leaf)) return undefined;
  if (!leaf.isCa) return 'certificate is not a CA';
  if (key.spkiDigest !== leaf.spkiDigest)
    return 'the private key in tls.key does not belong to the certificate in tls.crt';
  return now > leaf.notAfter ? `the CA certificate expired on ${rfc1123(leaf.notAfter)}` : undefined;
}

function notReady(because: 'missing' | 'wrong', reason: string, cause: string): SetUpOutcome {
  const message = `Error getting keypair for CA issuer: ${cause}`;
  return { ready: false, because, reason, message, events: [{ type: 'Warning', reason, message }] };
}

function secondsToExpiry(secret: SecretFacts | undefined, now: Date): number | undefined {
  if (!isReadable(secret?.leaf)) return undefined;
  const seconds = (secret.leaf.notAfter.getTime() - now.getTime()) / 1000 + 1;
  return seconds > 0 ? seconds : undefined;
}
