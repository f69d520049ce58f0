import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { OrganisationDefaults } from '../api/certificate/organisation-defaults.ts';
import type { Violation } from '../api/rule.ts';
import type { Log } from '../runtime/log.ts';
import {
  type AdmissionRequest,
  NotAReview,
  parseReview,
  reviewOf,
  type Verdict,
} from './admission-review.ts';
import { verdictOf } from './answer.ts';
import type { Judgement } from './judge.ts';
import { mutate, type MutationSettings } from './mutate.ts';

/** An AdmissionReview carries the object twice, and a request to the API server may be 3 MiB. */
export const bodyLimitBytes = 8 * 1024 * 1024;

export interface AppTools {
  readonly judge: (request: AdmissionRequest) => Judgement;
  readonly approval: (request: AdmissionRequest) => Promise<readonly Violation[]>;
  readonly mutation: MutationSettings;
  readonly log: Log;
  /** Told of every answer, for metrics. */
  readonly answered: (answer: {
    readonly webhook: 'validate' | 'mutate';
    readonly allowed: boolean;
    readonly seconds: number;
  }) => void;
}

async function validate(request: AdmissionRequest, { judge, approval }: AppTools): Promise<Verdict> {
  const judged = judge(request);
  return verdictOf({ ...judged, violations: [...judged.violations, ...(await approval(request))] });
}

/** `/mutate/<name>` stands for the defaults of that name; a name that there is not is no address. */
function profileIn({ params }: Request, { mutation }: AppTools): OrganisationDefaults | undefined {
  const name = params['profile'];
  return typeof name === 'string' ? mutation.organisation?.byName.get(name) : undefined;
}

function review(webhook: 'validate' | 'mutate', tools: AppTools): RequestHandler {
  return async (request, response, next) => {
    const started = performance.now();
    const profile = profileIn(request, tools);
    if (request.params['profile'] !== undefined && profile === undefined) {
      next();
      return;
    }
    const asked = parseReview(request.body);
    const verdict =
      webhook === 'validate' ? await validate(asked, tools) : mutate(asked, tools.mutation, profile);
    response.json(reviewOf(asked.uid, verdict));
    const { resource, operation, namespace, name, userInfo, dryRun } = asked;
    tools.answered({ webhook, allowed: verdict.allowed, seconds: (performance.now() - started) / 1000 });
    if (!verdict.allowed) {
      tools.log.info(
        {
          uid: asked.uid,
          resource: resource.resource,
          operation,
          namespace,
          name,
          user: userInfo.username,
          dryRun,
          message: verdict.message,
        },
        'Denied a request',
      );
    }
  };
}

/** What express and our parser throw carries a status; anything else is a fault of ours. */
function refusal(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof NotAReview) return { status: 400, message: error.message };
  const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined;
  switch (status) {
    case 413:
      return { status, message: `the body may not be larger than ${bodyLimitBytes} bytes` };
    case 415:
      return { status, message: 'the body must be JSON in UTF-8' };
    case 400:
      return { status, message: 'the body is not valid JSON' };
    default:
      return { status: 500, message: 'internal error' };
  }
}

function failed(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const { status, message } = refusal(error);
    if (status === 500) log.error({ err: error }, 'A review failed');
    if (response.headersSent) next(error);
    else
      response
        .status(status)
        .json({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: status, message });
  };
}

const jsonOnly: RequestHandler = (request, response, next) => {
  if (request.is('json') !== false) next();
  else
    response.status(415).json({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 415,
      message: 'the Content-Type must be application/json',
    });
};

/** The admission webhook as a request handler; listening is somebody else's work. */
export function createApp(tools: AppTools): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const body = express.json({ limit: bodyLimitBytes, strict: false });
  app.post('/validate', jsonOnly, body, review('validate', tools));
  app.post('/mutate', jsonOnly, body, review('mutate', tools));
  app.post('/mutate/:profile', jsonOnly, body, review('mutate', tools));
  app.use((_request, response) => {
    response.status(404).json({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 404,
      message: 'reviews go to /validate and /mutate, by POST',
    });
  });
  app.use(failed(tools.log));
  return app;
}
