import { exchange } from '../../vendor-api/exchange.ts';
import { askPatiently } from '../../vendor-api/patience.ts';
import type { ApiCall } from '../../vendor-api/patience.ts';
import type { Vendor } from '../../vendor-api/refusal.ts';
import { readAnswer } from './answer.ts';
import type { Outcome } from './answer.ts';
import { adviceFor, isStaleKey } from './classify.ts';
import type { KeySource } from './credentials/key-source.ts';
import type { Place } from './places.ts';
import { signRequest } from './sign.ts';
import type { AwsKey } from './sign.ts';

export const route53: Vendor = { label: 'Route 53', word: 'Route53', advice: adviceFor };

/** Route 53's API of 2013-04-01. It knows nothing of ACME. */
export interface Route53Client {
  /**
   * Sends a request, again and again while Route 53 throttles or stumbles and the time allows; once more with another key
   * when one has run out.
   *
   * @throws {Failure} `Route53Unreachable`, `Route53Unavailable` when there was no answer; whatever getting a key throws
   */
  ask(wanted: Wanted): Promise<Outcome>;
}

export interface Wanted {
  /** As IAM calls it. */
  readonly action: 'ListHostedZonesByName' | 'ListResourceRecordSets' | 'ChangeResourceRecordSets';
  readonly method: 'GET' | 'POST';
  /** Below the version. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Route53ClientOptions {
  readonly place: Place;
  readonly keys: KeySource;
}

/**
 * Five in a second for the whole account, whatever it is that is called
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html): one is left for others.
 */
const rate = { perSecond: 4, burst: 4 };

export function createRoute53Client(call: ApiCall, { place, keys }: Route53ClientOptions): Route53Client {
  async function attempt(wanted: Wanted, key: AwsKey, seconds: number): Promise<Outcome> {
    const { action, method, path, query = {}, body } = wanted;
    const what = `the call ${action}`;
    const url = new URL(`/2013-04-01${path}?${new URLSearchParams(query).toString()}`, place.route53);
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/xml' };
    const now = call.tools.clock.now();
    const signing = { url, method, headers, body, service: 'route53', region: place.route53Region, now };
    const reply = await exchange(call.vendor, call.tools, {
      url,
      method,
      headers: { ...(await signRequest(signing, key)), 'user-agent': 'certloom' },
      ...(body !== undefined && { body }),
      seconds,
      what,
    });
    const outcome = readAnswer(route53, reply, what, [key.secretAccessKey, key.sessionToken ?? '']);
    const id = reply.headers.get('x-amzn-requestid') ?? '';
    call.tools.log.debug({ action, code: outcome.ok ? 'ok' : outcome.code, id }, 'Route 53 answered');
    return outcome;
  }

  return {
    async ask(wanted) {
      const asked = { action: wanted.action, rate, account: keys.name, bucket: 'all' };
      const ask = async (): Promise<Outcome> => {
        const key = await keys.get();
        return askPatiently(call, asked, (seconds) => attempt(wanted, key, seconds));
      };
      const outcome = await ask();
      if (outcome.ok || !isStaleKey(outcome) || !keys.forget()) return outcome;
      return ask();
    },
  };
}
