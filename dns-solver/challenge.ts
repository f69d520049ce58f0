import { Failure } from '../api/failure.ts';
import type { ApiAnswer, ProviderTools } from '../dns/provider.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { budgetSeconds, type Deadline } from './deadline.ts';
import type { ChallengeRequest, Outcome } from './challenge-payload.ts';
import type { Solver } from './solvers.ts';

export interface ChallengeTools {
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: ProviderTools['fetch'];
  readonly observe?: (answer: ApiAnswer) => void;
  /** Reads Secrets of one namespace. */
  readonly readSecretIn: (namespace: string) => ProviderTools['readSecret'];
}

/**
 * Has a solver do what a challenge asks for. Whatever becomes of it is an outcome and never an error, with a text that is
 * the same on every retry: it lands in the Challenge's status, and a new text would wake the controller at once.
 */
export async function solveChallenge(
  solver: Solver,
  request: ChallengeRequest,
  tools: ChallengeTools,
  deadline: Deadline,
): Promise<Outcome> {
  try {
    await deadline.race(solver.solve(request, providerTools(request, tools, deadline.signal)));
    return { success: true };
  } catch (error) {
    return deadline.passed === undefined ? failed(error, tools.log) : unfinished[deadline.passed];
  }
}

const unfinished: Readonly<Record<NonNullable<Deadline['passed']>, Outcome>> = {
  late: {
    success: false,
    message: `the DNS provider did not finish within ${budgetSeconds} s; the call will be repeated`,
    reason: 'Timeout',
    code: 504,
  },
  abandoned: { success: false, message: 'the caller hung up', reason: 'Abandoned', code: 499 },
};

function failed(error: unknown, log: Log): Outcome {
  if (error instanceof Failure) {
    return { success: false, message: error.message, reason: error.reason, code: error.retry ? 503 : 400 };
  }
  log.error({ err: error }, 'A DNS01 solver broke');
  const message = 'the DNS01 solver broke; its log says where';
  return { success: false, message, reason: 'InternalError', code: 500 };
}

function providerTools(
  { resourceNamespace, allowAmbientCredentials }: ChallengeRequest,
  { readSecretIn, ...others }: ChallengeTools,
  signal: AbortSignal,
): ProviderTools {
  return { ...others, readSecret: readSecretIn(resourceNamespace), allowAmbientCredentials, signal };
}
