import type { Meaning, Refusal } from '../../vendor-api/refusal.ts';

/** `Error.Code` of an answer (https://docs.aws.amazon.com/Route53/latest/APIReference/CommonErrors.html and per action). */
const meanings: Readonly<Record<string, Meaning>> = {
  NoSuchHostedZone: 'notOurZone',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  RequestLimitExceeded: 'throttled',
  PriorRequestNotComplete: 'throttled',
  ServiceUnavailable: 'passing',
  InternalFailure: 'passing',
  InternalError: 'passing',
  IDPCommunicationError: 'passing',
  RequestExpired: 'clock',
  AccessDenied: 'credentials',
  AccessDeniedException: 'credentials',
  ExpiredToken: 'credentials',
  ExpiredTokenException: 'credentials',
  IDPRejectedClaim: 'credentials',
  IncompleteSignature: 'credentials',
  InvalidClientTokenId: 'credentials',
  InvalidIdentityToken: 'credentials',
  MissingAuthenticationToken: 'credentials',
  OptInRequired: 'credentials',
  SignatureDoesNotMatch: 'credentials',
  UnrecognizedClientException: 'credentials',
};

/**
 * The one place that says what the answers of AWS mean for us; messages are never looked at.
 *
 * @param status of HTTP: it decides where nothing is known of the code
 */
export function meaningOf(code: string, status: number): Meaning {
  const known = meanings[code];
  if (known !== undefined) return known;
  if (status === 429) return 'throttled';
  if (status >= 500) return 'passing';
  return status === 401 || status === 403 ? 'credentials' : 'permanent';
}

const needed =
  'the key or role needs route53:ListHostedZonesByName (unless the Issuer says hostedZoneID), and ' +
  'route53:ListResourceRecordSets and route53:ChangeResourceRecordSets for the hosted zone';

const adviceForCode: Readonly<Record<string, string>> = {
  AccessDenied: needed,
  AccessDeniedException: needed,
  SignatureDoesNotMatch: 'check secretAccessKeySecretRef: it is not the secret of this access key',
  InvalidClientTokenId:
    'check the access key: AWS has none of this id, or it is inactive; China and GovCloud need region in the Issuer',
  UnrecognizedClientException: 'check the access key: AWS has none of this id, or it is inactive',
  InvalidChangeBatch:
    'look at the records of this name; a hostedZoneID must be that of a zone that the name lies in',
};

const advices: Readonly<Partial<Record<Meaning, string>>> = {
  credentials: 'check the access key, or the role, that the Issuer names',
  notOurZone:
    'create a public hosted zone in the account of the key or role, or correct hostedZoneID or role',
  throttled: 'Route 53 allows five calls a second, in all; it will be tried again',
};

/** What people can do. */
export function adviceFor({ code, meaning }: Refusal): string | undefined {
  return adviceForCode[code] ?? advices[meaning];
}

/** The same for the service that gives keys for roles. */
export function adviceOfSts({ meaning }: Refusal): string | undefined {
  return meaning === 'credentials' || meaning === 'permanent'
    ? "check the ARN of the role, and that its trust policy names who asks: the key's user or role, or the ServiceAccount at the identity provider of this cluster"
    : undefined;
}

/** Keys that may have been revoked or have run out: another may do. */
export function isStaleKey({ code }: Refusal): boolean {
  return ['ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId'].includes(code);
}
