import { randomUUID } from 'node:crypto';
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
import { actions } from './actions.ts';
import type { FakeRecord, FakeZone, Query, Stage } from './actions.ts';
import { judgeSignature } from './signature.ts';
import type { AccessKey } from './signature.ts';

export interface FakeAlidnsOptions extends ListenerOptions {
  /** Punycode or Unicode; with the shortest TTL of the free edition, 600 s, unless told otherwise. */
  readonly zones: readonly (string | { readonly name: string; readonly minTtlSeconds: number })[];
  readonly key?: AccessKey;
  /** Where values are published; the test cluster's bind9 fits. */
  readonly bind9?: PublishTarget;
  /** How far lists are behind. Default 1. */
  readonly listLagSeconds?: number;
  /** Added to the time of the server's clock. */
  readonly clockSkewSeconds?: number;
  readonly throttle?: ThrottleOptions;
}

/** One call as it was made, and what became of it. */
interface FakeCall {
  readonly action: string;
  readonly query: Query;
  /** `ok` or the code. */
  readonly outcome: string;
}

export interface FakeAlidns {
  /** The endpoint: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly key: AccessKey;
  /** Every call so far, refused ones too. */
  readonly calls: readonly FakeCall[];
  /** The records that exist now, whatever the lists show. */
  readonly records: readonly FakeRecord[];
  /** Puts a TXT record there that the client knows nothing of. It is listed once the lag is over. */
  addTxt(zone: string, rr: string, value: string): Promise<void>;
  failNext(planned: PlannedFault): void;
  forgetCalls(): void;
  stop(): Promise<void>;
}

interface Play {
  readonly options: FakeAlidnsOptions;
  readonly key: AccessKey;
  readonly stage: Stage;
  readonly faults: PlannedFaults;
  readonly throttle: Throttle;
  readonly nonces: Set<string>;
  readonly calls: FakeCall[];
}

const version = '2015-01-09';
const freeMinimumTtlSeconds = 600;

/** An Alibaba Cloud DNS of our own that publishes into bind9. */
export async function startFakeAlidns(options: FakeAlidnsOptions): Promise<FakeAlidns> {
  const key = options.key ?? { id: 'LTAIfakefakefakefake', secret: 'fakefakefakefakefakefakefakefa' };
  let lastId = 9_999_985;
  const stage: Stage = {
    zones: options.zones.map(readZone),
    records: new LaggingList(options.listLagSeconds ?? 1),
    publisher: publisherTo(options.bind9),
    busy: new Set(),
    nextId: () => String((lastId += 1)),
  };
  const play: Play = {
    options,
    key,
    stage,
    faults: new PlannedFaults(),
    throttle: new Throttle(options.throttle ?? {}),
    nonces: new Set(),
    calls: [],
  };
  const listener = await startListener(options, (received) => handle(play, received));
  return {
    url: listener.url,
    key,
    calls: play.calls,
    get records() {
      return stage.records.current;
    },
    async addTxt(zone, rr, value) {
      const record = { recordId: stage.nextId(), zone, rr, type: 'TXT', value, ttlSeconds: 600 };
      stage.records.add(record);
      await stage.publisher.publish({ ...record, do: 'add', subDomain: rr });
    },
    failNext: (planned) => play.faults.plan(planned),
    forgetCalls: () => void (play.calls.length = 0),
    stop: () => listener.stop(),
  };
}

function readZone(zone: FakeAlidnsOptions['zones'][number]): FakeZone {
  const { name, minTtlSeconds } =
    typeof zone === 'string' ? { name: zone, minTtlSeconds: freeMinimumTtlSeconds } : zone;
  return { name: domainToASCII(name), minTtlSeconds };
}

async function handle(play: Play, received: Received): Promise<Answer> {
  const action = headersOf(received)['x-acs-action'] ?? '';
  const query = Object.fromEntries(received.url.searchParams);
  const fault = play.faults.take(action);
  const result = await perform(play, received, fault).catch(asVendorError);
  play.calls.push({ action, query, outcome: result instanceof VendorError ? result.code : 'ok' });
  const requestId = randomUUID().toUpperCase();
  const date = nowOf(play.options).toUTCString();
  const failed = result instanceof VendorError;
  return {
    status: failed ? (result.status ?? 400) : 200,
    headers: { date },
    body: failed ? describeError(result, requestId) : { ...result, RequestId: requestId },
    fault,
  };
}

async function perform(play: Play, received: Received, fault: Fault | undefined): Promise<object> {
  const action = headersOf(received)['x-acs-action'] ?? '';
  await admit(play, received);
  if (play.throttle.refuses(action)) {
    throw new VendorError('Throttling.User', 'Request was denied due to user flow control.', 400);
  }
  const refusal = await refusalOf(fault);
  if (refusal) throw new VendorError(refusal.code, refusal.message, 400);
  const run = actions[action];
  if (!run) throw new VendorError('InvalidAction.NotFound', 'Specified api is not found.', 404);
  return run(play.stage, Object.fromEntries(received.url.searchParams));
}

async function admit({ key, nonces, options }: Play, received: Received): Promise<void> {
  const headers = headersOf(received);
  const { pathname: path, searchParams: query } = received.url;
  if (received.request.method !== 'POST') throw new VendorError('UnsupportedHTTPMethod', 'Use POST.', 405);
  const request = { path, query, headers, body: received.body };
  const fault = await judgeSignature(request, key, nowOf(options));
  if (fault) throw new VendorError(fault.code, fault.message, fault.code.includes('NotFound') ? 404 : 400);
  const nonce = headers['x-acs-signature-nonce'] ?? '';
  if (nonce === '' || nonces.has(nonce)) {
    throw new VendorError('SignatureNonceUsed', 'Specified signature nonce was used already.', 400);
  }
  nonces.add(nonce);
  if (headers['x-acs-version'] !== version) {
    throw new VendorError('InvalidVersion', 'Specified parameter Version is not valid.', 400);
  }
}

function asVendorError(error: unknown): VendorError {
  return error instanceof VendorError
    ? error
    : new VendorError('InternalError', 'The request processing has failed due to some unknown error.', 500);
}

function describeError({ code, message }: VendorError, requestId: string): object {
  const recommend = `https://api.aliyun.com/troubleshoot?q=${code}&requestId=${requestId}`;
  return {
    RequestId: requestId,
    HostId: 'alidns.aliyuncs.com',
    Code: code,
    Message: message,
    Recommend: recommend,
  };
}

function nowOf({ clockSkewSeconds = 0 }: FakeAlidnsOptions): Date {
  return new Date(Date.now() + clockSkewSeconds * 1000);
}
