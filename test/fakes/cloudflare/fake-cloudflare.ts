import { createHash, randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { PlannedFaults, refusalOf } from '../faults.ts';
import type { Fault, PlannedFault } from '../faults.ts';
import { LaggingList } from '../lagging-list.ts';
import { headersOf, startListener } from '../listener.ts';
import type { Answer, ListenerOptions, Received } from '../listener.ts';
import { publisherTo } from '../publish.ts';
import type { PublishTarget } from '../publish.ts';
import { Throttle } from '../throttle.ts';
import type { ThrottleOptions } from '../throttle.ts';
import { VendorError } from '../vendor-error.ts';
import { Allowance } from './allowance.ts';
import type { AllowanceOptions } from './allowance.ts';
import { publish, routes } from './routes.ts';
import type { FakeRecord, FakeZone, Stage, Told } from './routes.ts';

export interface FakeCloudflareOptions extends ListenerOptions {
  /** Active unless told otherwise. */
  readonly zones: readonly (string | Pick<FakeZone, 'name' | 'status'>)[];
  /** Where values are published; the test cluster's bind9 fits. */
  readonly bind9?: PublishTarget;
  /** How long DNS is behind the API, whose lists are not. Default 0. */
  readonly publishLagSeconds?: number;
  readonly largestPage?: number;
  readonly throttle?: ThrottleOptions;
  /** How many requests there may be. Default 1,200 in 300 s. */
  readonly allowance?: AllowanceOptions;
}

/** One request as it was made, and what became of it. */
interface FakeCall {
  readonly action: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** `ok` or the code. */
  readonly outcome: string;
}

export interface FakeCloudflare {
  /** The endpoint: `http://127.0.0.1:<port>/client/v4`. */
  readonly url: string;
  readonly token: string;
  readonly email: string;
  /** The Global API Key. */
  readonly key: string;
  /** Every request so far, refused ones too. */
  readonly calls: readonly FakeCall[];
  readonly records: readonly FakeRecord[];
  /** Puts a TXT record there that the client knows nothing of, its content as it is. */
  addTxt(zone: string, name: string, content: string): Promise<void>;
  /** Removes a zone and adds it anew: it has another id now, and no records. */
  renewZone(zone: string): void;
  failNext(planned: PlannedFault): void;
  forgetCalls(): void;
  stop(): Promise<void>;
}

interface Play {
  readonly stage: Stage;
  readonly faults: PlannedFaults;
  readonly throttle: Throttle;
  readonly allowance: Allowance;
  readonly credentials: Pick<FakeCloudflare, 'token' | 'email' | 'key'>;
  readonly calls: FakeCall[];
}

/** A Cloudflare of our own that publishes into bind9. */
export async function startFakeCloudflare(options: FakeCloudflareOptions): Promise<FakeCloudflare> {
  const zones = options.zones.map((zone) => newZone(zone));
  const stage: Stage = {
    zones,
    records: new LaggingList(0),
    publisher: publisherTo(options.bind9, options.publishLagSeconds),
    largestPage: options.largestPage ?? 5000,
    nextId: () => randomBytes(16).toString('hex'),
  };
  const credentials = {
    token: randomBytes(30).toString('base64url'),
    email: 'dns@shop.example',
    key: randomBytes(18).toString('hex'),
  };
  const play: Play = {
    stage,
    faults: new PlannedFaults(),
    throttle: new Throttle(options.throttle ?? {}),
    allowance: new Allowance(options.allowance ?? { requests: 1200, seconds: 300 }),
    credentials,
    calls: [],
  };
  const listener = await startListener(options, (received) => handle(play, received));
  return {
    url: `${listener.url}/client/v4`,
    ...credentials,
    calls: play.calls,
    get records() {
      return stage.records.current;
    },
    async addTxt(zoneName, name, content) {
      const zone = zones.find((one) => one.name === zoneName);
      if (!zone) throw new Error(`the account has no zone "${zoneName}"`);
      const record = { id: stage.nextId(), zoneId: zone.id, name, type: 'TXT', content, ttlSeconds: 1 };
      stage.records.add(record);
      await publish(stage, 'add', zone, record);
    },
    renewZone(name) {
      const index = zones.findIndex((one) => one.name === name);
      zones.splice(index, 1, newZone(name, randomBytes(4).toString('hex')));
    },
    failNext: (planned) => play.faults.plan(planned),
    forgetCalls: () => void (play.calls.length = 0),
    async stop() {
      await listener.stop();
      await stage.publisher.settled();
    },
  };
}

function newZone(zone: FakeCloudflareOptions['zones'][number], salt = ''): FakeZone {
  const { name, status } = typeof zone === 'string' ? { name: zone, status: 'active' as const } : zone;
  const id = createHash('md5').update(`${salt}${name} ${status}`).digest('hex');
  return { id, name: domainToASCII(name), status };
}

async function handle(play: Play, received: Received): Promise<Answer> {
  const { pathname: path, searchParams } = received.url;
  const route = routes.find((one) => one.method === received.request.method && one.path.test(path));
  const action = route?.action ?? '';
  const fault = play.faults.take(action);
  const blockedSeconds = play.allowance.use();
  const result =
    blockedSeconds > 0 || play.throttle.refuses(action)
      ? new VendorError('971', 'Please wait and consider throttling your request speed', 429)
      : await perform(play, received, fault).catch(asVendorError);
  const outcome = result instanceof VendorError ? result.code : 'ok';
  play.calls.push({ action, path, query: Object.fromEntries(searchParams), outcome });
  const headers: Record<string, string> = { 'cf-ray': randomBytes(8).toString('hex') };
  if (blockedSeconds > 0) headers['retry-after'] = String(Math.ceil(blockedSeconds));
  return { ...describeResult(result), headers, fault };
}

async function perform(play: Play, received: Received, fault: Fault | undefined): Promise<Told> {
  admit(play, received);
  const refusal = await refusalOf(fault);
  if (refusal) throw new VendorError(refusal.code, refusal.message, 400);
  for (const route of routes) {
    const match = route.path.exec(received.url.pathname);
    if (match && route.method === received.request.method) {
      return route.run(play.stage, received, match.slice(1));
    }
  }
  throw new VendorError('7000', 'No route for that URI', 404);
}

function admit({ credentials }: Play, received: Received): void {
  const headers = headersOf(received);
  const { authorization, 'x-auth-email': email, 'x-auth-key': key } = headers;
  if (authorization !== undefined) {
    if (!/^Bearer [\w-]{40}$/.test(authorization)) {
      throw new VendorError('6003', 'Invalid request headers', 400);
    }
    if (authorization === `Bearer ${credentials.token}`) return;
    throw new VendorError('9109', 'Invalid access token', 403);
  }
  if (email === credentials.email && key === credentials.key) return;
  throw new VendorError('9103', 'Unknown X-Auth-Key or X-Auth-Email', 403);
}

function describeResult(result: Told | VendorError): Answer {
  if (!(result instanceof VendorError)) {
    const { result: what, info } = result;
    return {
      body: { result: what, success: true, errors: [], messages: [], ...(info && { result_info: info }) },
    };
  }
  const { code, message, status = 400 } = result;
  const chain = code === '6003' ? [{ code: 6111, message: 'Invalid format for Authorization header' }] : [];
  const error = { code: Number(code), message, ...(chain.length > 0 && { error_chain: chain }) };
  return { status, body: { result: null, success: false, errors: [error], messages: [] } };
}

function asVendorError(error: unknown): VendorError {
  return error instanceof VendorError ? error : new VendorError('10001', 'An internal error occurred.', 500);
}
