import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Log } from '../runtime/log.ts';
import { NotAReview } from './admission-review.ts';
import { BodyRefused, readBody } from './body.ts';
import { type Asked, review, type Reviewed, type ReviewTools } from './review.ts';

export interface AppTools extends ReviewTools {
  readonly log: Log;
  /** Told of every answer, for metrics. */
  readonly answered: (answer: {
    readonly webhook: 'validate' | 'mutate';
    readonly allowed: boolean;
    readonly seconds: number;
  }) => void;
  /** Told of every request that got another answer than a review. @param code of HTTP */
  readonly unanswered: (code: number) => void;
}

function send(response: ServerResponse, status: number, json: string): void {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) };
  response.writeHead(status, headers).end(json);
}

function sendFailure(response: ServerResponse, code: number, message: string): void {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, message };
  send(response, code, JSON.stringify(status));
}

function logDenial({ request, verdict: { allowed, message } }: Reviewed, log: Log): void {
  if (allowed) return;
  const { uid, resource, operation, namespace, name, userInfo, dryRun } = request;
  const about = { uid, resource: resource.resource, operation, namespace, name };
  log.info({ ...about, user: userInfo.username, dryRun, message }, 'Denied a request');
}

/** Answers with a Status what was not answered with a review. Anything but what the sender did wrong is a fault of ours. */
function sendProblem(response: ServerResponse, error: unknown, { log, unanswered }: AppTools): void {
  if (error instanceof BodyRefused || error instanceof NotAReview) {
    const code = error instanceof BodyRefused ? error.status : 400;
    sendFailure(response, code, error.message);
    unanswered(code);
  } else {
    unanswered(500);
    log.error({ err: error }, 'A review failed');
    if (response.headersSent) response.destroy();
    else sendFailure(response, 500, 'internal error');
  }
}

/** What is asked for at each address. `/mutate/<name>` stands for the defaults of that name. */
function addresses({ mutation: { organisation } }: AppTools): ReadonlyMap<string, Asked> {
  const profiles = [...(organisation?.byName ?? [])];
  return new Map<string, Asked>([
    ['/validate', 'validate'],
    ['/mutate', 'mutate'],
    ...profiles.map(([name, defaults]) => [`/mutate/${name}`, defaults] as const),
  ]);
}

/** Answers one request at the address of a review. */
async function answer(
  asked: Asked,
  request: IncomingMessage,
  response: ServerResponse,
  tools: AppTools,
): Promise<void> {
  const body = await readBody(request);
  const started = performance.now();
  const reviewed = await review(body, asked, tools);
  send(response, 200, reviewed.answer);
  const seconds = (performance.now() - started) / 1000;
  const webhook = asked === 'validate' ? asked : 'mutate';
  tools.answered({ webhook, allowed: reviewed.verdict.allowed, seconds });
  logDenial(reviewed, tools.log);
}

/**
 * The admission webhook as a request handler; listening is somebody else's work. There is no framework between it and Node
 * (docs/decisions/0004).
 */
export function createApp(tools: AppTools): RequestListener {
  const askedAt = addresses(tools);
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const asked = request.method === 'POST' ? askedAt.get(path) : undefined;
    if (asked === undefined) {
      request.resume();
      sendFailure(response, 404, 'reviews go to /validate and /mutate, by POST');
      return;
    }
    answer(asked, request, response, tools).catch((error: unknown) => sendProblem(response, error, tools));
  };
}
