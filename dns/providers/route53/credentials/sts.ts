import type { ProviderTools } from '../../../provider.ts';
import { exchange, unavailable } from '../../../vendor-api/exchange.ts';
import { failureFromRefusal } from '../../../vendor-api/refusal.ts';
import type { Vendor } from '../../../vendor-api/refusal.ts';
import { readAnswer } from '../answer.ts';
import { adviceOfSts } from '../classify.ts';
import type { Place } from '../places.ts';
import { signRequest } from '../sign.ts';
import type { AwsKey } from '../sign.ts';
import { childOf, textAt } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import type { TemporaryKey } from './key-cache.ts';

const sts: Vendor = { label: 'AWS STS', word: 'Route53Sts', advice: adviceOfSts };
const requestSeconds = 5;
const contentType = 'application/x-www-form-urlencoded; charset=utf-8';

/** As upstream's: trust policies may ask for it (`sts:RoleSessionName`). */
const sessionName = 'cert-manager';
/** The longest that a role assumed by a role may have. */
const keySeconds = 3600;

/**
 * A key of a role (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).
 *
 * @throws {Failure} `Route53Sts…`
 */
export function assumeRole(
  place: Place,
  role: string,
  key: AwsKey,
  tools: ProviderTools,
): Promise<TemporaryKey> {
  return askSts(place, { Action: 'AssumeRole', RoleArn: role }, tools, key);
}

/**
 * A key of a role for a token that its identity provider has issued, which is all the proof there is: the request is not
 * signed (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).
 *
 * @throws {Failure} `Route53Sts…`
 */
export function assumeRoleWithToken(
  place: Place,
  role: string,
  token: string,
  tools: ProviderTools,
): Promise<TemporaryKey> {
  const asked = { Action: 'AssumeRoleWithWebIdentity', RoleArn: role, WebIdentityToken: token };
  return askSts(place, asked, tools);
}

interface AskedOfSts {
  readonly Action: string;
  readonly RoleArn: string;
  readonly WebIdentityToken?: string;
}

async function askSts(
  place: Place,
  asked: AskedOfSts,
  tools: ProviderTools,
  key?: AwsKey,
): Promise<TemporaryKey> {
  const what = `the call ${asked.Action}`;
  const parameters = {
    Version: '2011-06-15',
    RoleSessionName: sessionName,
    DurationSeconds: String(keySeconds),
    ...asked,
  };
  const body = new URLSearchParams(parameters).toString();
  const request = { url: place.sts, method: 'POST', headers: { 'content-type': contentType }, body } as const;
  const scope = { service: 'sts', region: place.stsRegion, now: tools.clock.now() };
  const headers = key ? await signRequest({ ...request, ...scope }, key) : request.headers;
  const reply = await exchange(sts, tools, { ...request, headers, seconds: requestSeconds, what });
  const secrets = [asked.WebIdentityToken, key?.secretAccessKey, key?.sessionToken];
  const strike = secrets.filter((one) => one !== undefined);
  const outcome = readAnswer(sts, reply, what, strike);
  const code = outcome.ok ? 'ok' : outcome.code;
  tools.observe?.({ vendor: sts.label, action: asked.Action, code });
  if (!outcome.ok) throw failureFromRefusal(sts, `give a key of the role ${asked.RoleArn}`, outcome);
  const given = readKey(childOf(outcome.root, `${asked.Action}Result`, 'Credentials'));
  if (given) return given;
  throw unavailable(sts, what, reply.status);
}

/** @returns `undefined` when something of it is missing */
function readKey(given: XmlElement | undefined): TemporaryKey | undefined {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    textAt(given, 'AccessKeyId'),
    textAt(given, 'SecretAccessKey'),
    textAt(given, 'SessionToken'),
  ];
  const expiresAt = new Date(textAt(given, 'Expiration'));
  const whole = accessKeyId !== '' && secretAccessKey !== '' && sessionToken !== '';
  return whole && !Number.isNaN(expiresAt.getTime())
    ? { accessKeyId, secretAccessKey, sessionToken, expiresAt }
    : undefined;
}
