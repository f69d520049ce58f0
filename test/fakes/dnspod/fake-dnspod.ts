import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FakeAccount } from './account.ts';
import type { FakeRecord, ZoneOptions } from './account.ts';
import { ApiError, actions } from './actions.ts';
import type { Parameters, Stage } from './actions.ts';
import { PlannedFaults } from './faults.ts';
import type { Fault, PlannedFault } from './faults.ts';
import { publisherTo } from './publish.ts';
import type { PublishTarget } from './publish.ts';
import { judgeSignature } from './signature.ts';
import type { ApiKey } from './signature.ts';

export interface FakeDnspodOptions {
  /** Of the account. */
  readonly zones: readonly (string | ZoneOptions)[];
  /** Zones of other accounts. */
  readonly foreignZones?: readonly string[];
  /** Where values are published; the test cluster's bind9 fits. */
  readonly bind9?: PublishTarget;
  readonly key?: ApiKey;
  /** How far lists are behind; the real ones up to 30 s. Default 3. */
  readonly listLagSeconds?: number;
  /** Added to the time of the server's clock. */
  readonly clockSkewSeconds?: number;
  readonly largestPage?: number;
  /** HTTPS with it. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
  /** Of 127.0.0.1; any free one when left out. */
  readonly port?: number;
}

/** One call as it was made, and what became of it. */
interface FakeCall {
  readonly at: Date;
  readonly action: string;
  readonly parameters: Parameters;
  /** `ok`, the error code, or what was done instead of answering. */
  readonly outcome: string;
  readonly requestId: string;
}

export interface FakeDnspod {
  /** The endpoint: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly key: ApiKey;
  /** Every call so far, refused ones too. */
  readonly calls: readonly FakeCall[];
  /** The records that exist now, whatever the lists show. */
  readonly records: readonly FakeRecord[];
  /** Puts a TXT record there that the client knows nothing of. It is listed once the lag is over. */
  addTxt(zone: string, subDomain: string, value: string): Promise<FakeRecord>;
  failNext(planned: PlannedFault): void;
  forgetCalls(): void;
  stop(): Promise<void>;
}

interface Play {
  readonly options: FakeDnspodOptions;
  readonly key: ApiKey;
  readonly stage: Stage;
  readonly faults: PlannedFaults;
  readonly calls: FakeCall[];
}

const version = '2021-03-23';
const largestBody = 1024 * 1024;

/** A DNSPod of our own that speaks API 3.0 and publishes into bind9. */
export async function startFakeDnspod(options: FakeDnspodOptions): Promise<FakeDnspod> {
  const key = options.key ?? {
    secretId: 'AKIDfakefakefakefakefakefakefake',
    secretKey: 'fakefakefakefakefakefakefakefake',
  };
  const account = new FakeAccount(options.zones, options.listLagSeconds ?? 3);
  const publish = publisherTo(options.bind9, account);
  const stage: Stage = {
    account,
    foreignZones: options.foreignZones ?? [],
    largestPage: options.largestPage ?? 3000,
    publish,
  };
  const play: Play = { options, key, stage, faults: new PlannedFaults(), calls: [] };
  const server = createListener(options, (request, response) => void handle(play, request, response));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${String(port)}`,
    key,
    calls: play.calls,
    get records() {
      return account.records;
    },
    async addTxt(zoneName, subDomain, value) {
      const zone = account.zone(zoneName);
      if (!zone) throw new Error(`the account has no zone "${zoneName}"`);
      const { domainId } = zone;
      const record = account.add({
        domainId,
        subDomain,
        type: 'TXT',
        line: '默认',
        lineId: '0',
        value,
        ttlSeconds: 600,
      });
      await publish({ do: 'add', zone, record });
      return record;
    },
    failNext: (planned) => play.faults.plan(planned),
    forgetCalls: () => void (play.calls.length = 0),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createListener({ tls }: FakeDnspodOptions, listener: RequestListener): Server {
  return tls
    ? createTlsServer({ cert: tls.certificatePem, key: tls.keyPem }, listener)
    : createServer(listener);
}

async function handle(play: Play, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  const action = String(request.headers['x-tc-action'] ?? '');
  const body = await readBody(request);
  const call: Call = { request, body, action, parameters: parse(body) };
  const fault = play.faults.take(action);
  const result = await perform(play, call, fault);
  const entry = { at: new Date(), action, parameters: call.parameters, requestId };
  play.calls.push({ ...entry, outcome: outcomeOf(result, fault) });
  if (fault && 'drop' in fault) {
    request.socket.destroy();
  } else if (fault && 'httpStatus' in fault) {
    response.writeHead(fault.httpStatus).end('the gateway has no words for this');
  } else {
    answer(play, response, { result, requestId });
  }
}

function outcomeOf(result: object, fault: Fault | undefined): string {
  if (fault && 'drop' in fault) return 'dropped';
  if (fault && 'httpStatus' in fault) return `HTTP ${String(fault.httpStatus)}`;
  return result instanceof ApiError ? result.code : 'ok';
}

function answer(
  play: Play,
  response: ServerResponse,
  said: { readonly result: object; readonly requestId: string },
): void {
  const { result, requestId } = said;
  const members =
    result instanceof ApiError
      ? { Error: { Code: result.code, Message: messageOf(result, requestId) } }
      : result;
  response.setHeader('content-type', 'application/json');
  response.setHeader('date', nowOf(play).toUTCString());
  response.end(JSON.stringify({ Response: { ...members, RequestId: requestId } }));
}

/** Denials of access carry the id of the request in their text. */
function messageOf({ code, message }: ApiError, requestId: string): string {
  return code.includes('UnauthorizedOperation') ? `[request id:${requestId}]${message}` : message;
}

interface Call {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly action: string;
  readonly parameters: Parameters;
}

/** Does what was asked, unless the fault comes in between. */
async function perform(play: Play, call: Call, fault: Fault | undefined): Promise<object> {
  try {
    await admit(play, call);
    await interfere(fault);
    const run = actions[call.action];
    if (!run) throw new ApiError('InvalidAction', 'The request action is invalid.');
    return await run(play.stage, call.parameters);
  } catch (error) {
    return error instanceof ApiError
      ? error
      : new ApiError('InternalError', 'An internal error has occurred.');
  }
}

async function interfere(fault: Fault | undefined): Promise<void> {
  if (!fault) return;
  if ('delaySeconds' in fault) return sleep(fault.delaySeconds * 1000, undefined, { ref: false });
  if ('drop' in fault && fault.afterwards) return;
  const code = 'code' in fault ? fault.code : 'InternalError';
  throw new ApiError(code, ('message' in fault && fault.message) || 'The fake was told to refuse this.');
}

async function admit({ key, ...play }: Play, { request, body }: Call): Promise<void> {
  const { method, url } = request;
  if (method !== 'POST' || url !== '/') throw new ApiError('InvalidRequest', 'Only POST / is supported.');
  const headers = request.headers as Readonly<Record<string, string | undefined>>;
  const fault = await judgeSignature({ headers, body }, [key], nowOf(play));
  if (fault) throw new ApiError(fault.code, fault.message);
  if (headers['x-tc-version'] !== version) throw new ApiError('NoSuchVersion', 'The version does not exist.');
}

function nowOf({ options }: Pick<Play, 'options'>): Date {
  return new Date(Date.now() + (options.clockSkewSeconds ?? 0) * 1000);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).subarray(0, largestBody);
}

function parse(body: Buffer): Parameters {
  try {
    return JSON.parse(body.toString('utf8')) as Parameters;
  } catch {
    return {};
  }
}
