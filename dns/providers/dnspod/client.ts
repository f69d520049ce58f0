import { TransientFailure } from '../../../api/failure.ts';
import { wait } from '../../../runtime/clock.ts';
import type { ProviderTools } from '../../provider.ts';
import { meaningOf, passesByItself } from './classify.ts';
import { readEnvelope } from './envelope.ts';
import type { Outcome } from './envelope.ts';
import { authorizationOf } from './sign.ts';
import type { DnspodCredentials } from './sign.ts';

/** DNSPod API 3.0, version 2021-03-23. It knows nothing of ACME. */
export interface DnspodClient {
  /**
   * Calls an action, again and again with jitter while DNSPod throttles or stumbles and the time allows.
   *
   * @throws {TransientFailure} `DnspodUnreachable` when there was no answer
   */
  call(action: string, parameters: Readonly<Record<string, unknown>>): Promise<Outcome>;
  /** @returns whether there is time for waiting that long and for another call after it */
  hasTimeFor(seconds: number): boolean;
}

export interface DnspodClientOptions {
  readonly url: URL;
  readonly credentials: DnspodCredentials;
  readonly tools: ProviderTools;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** The API server cuts a proxied call at 60 s, upstream's solvers at 34 s; everything together stays below 25 s. */
const budgetSeconds = 20;
const attemptSeconds = 8;
const leastAttemptSeconds = 2;
const firstBackoffSeconds = 0.5;
const longestBackoffSeconds = 4;
const contentType = 'application/json; charset=utf-8';
const version = '2021-03-23';

export function createDnspodClient(options: DnspodClientOptions): DnspodClient {
  const { tools } = options;
  const endsAt = tools.clock.now().getTime() + budgetSeconds * 1000;
  const secondsLeft = (): number => (endsAt - tools.clock.now().getTime()) / 1000;
  const hasTimeFor = (seconds: number): boolean => secondsLeft() - seconds >= leastAttemptSeconds;
  let clockOffsetSeconds = 0;

  async function attempt(action: string, body: string): Promise<Outcome> {
    const seconds = Math.min(attemptSeconds, secondsLeft());
    if (seconds <= 0) throw unanswered(action);
    const request = { action, body, clockOffsetSeconds, seconds };
    const { outcome, serverDate } = await send(options, request);
    if (!outcome.ok && meaningOf(outcome.code) === 'clock' && serverDate) {
      clockOffsetSeconds = (serverDate.getTime() - tools.clock.now().getTime()) / 1000;
      tools.log.warn({ clockOffsetSeconds }, 'DNSPod sees another time than this machine');
    }
    return outcome;
  }

  async function call(action: string, parameters: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const body = JSON.stringify(parameters);
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(action, body).catch(onlyTransient);
      const again =
        outcome instanceof TransientFailure || (!outcome.ok && passesByItself(meaningOf(outcome.code)));
      const seconds = backoffSeconds(tries) * (0.5 + options.random() / 2);
      tools.signal.throwIfAborted();
      if (again && hasTimeFor(seconds)) {
        await wait(tools.clock, seconds, tools.signal);
        continue;
      }
      if (outcome instanceof TransientFailure) throw outcome;
      return outcome;
    }
  }

  return { call, hasTimeFor };
}

function backoffSeconds(tries: number): number {
  return Math.min(firstBackoffSeconds * 2 ** (tries - 1), longestBackoffSeconds);
}

function onlyTransient(error: unknown): TransientFailure {
  if (error instanceof TransientFailure) return error;
  throw error;
}

interface AttemptRequest {
  readonly action: string;
  readonly body: string;
  readonly clockOffsetSeconds: number;
  readonly seconds: number;
}

interface AttemptResult {
  readonly outcome: Outcome;
  readonly serverDate: Date | undefined;
}

async function send(options: DnspodClientOptions, request: AttemptRequest): Promise<AttemptResult> {
  const { url, tools, credentials } = options;
  const { action, body } = request;
  try {
    const response = await tools.fetch(url, {
      method: 'POST',
      headers: headersFor(options, request),
      body,
      redirect: 'error',
      signal: AbortSignal.any([tools.signal, AbortSignal.timeout(request.seconds * 1000)]),
    });
    const { outcome, requestId } = await readEnvelope(response, action, credentials.secretId);
    const code = outcome.ok ? 'ok' : outcome.code;
    tools.log.debug({ action, code, requestId }, 'DNSPod answered');
    const date = response.headers.get('date');
    return { outcome, serverDate: date === null ? undefined : new Date(date) };
  } catch (error) {
    tools.signal.throwIfAborted();
    if (error instanceof TransientFailure) throw error;
    throw new TransientFailure('DnspodUnreachable', `DNSPod did not answer the call ${action}`, {
      cause: error,
    });
  }
}

function unanswered(action: string, cause?: unknown): TransientFailure {
  return new TransientFailure('DnspodUnreachable', `DNSPod did not answer the call ${action}`, { cause });
}

function headersFor(
  { url, tools, credentials }: DnspodClientOptions,
  request: AttemptRequest,
): Record<string, string> {
  const timestampSeconds = Math.floor(tools.clock.now().getTime() / 1000 + request.clockOffsetSeconds);
  const signed = { 'content-type': contentType, host: url.host, 'x-tc-action': request.action };
  const authorization = authorizationOf(
    { headers: signed, body: request.body, timestampSeconds },
    credentials,
  );
  return {
    authorization,
    'content-type': contentType,
    'x-tc-action': request.action,
    'x-tc-version': version,
    'x-tc-timestamp': String(timestampSeconds),
    'x-tc-language': 'en-US',
  };
}
