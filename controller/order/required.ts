import { TerminalFailure } from '../../api/failure.ts';
import type { Solver } from '../../api/issuer/issuer.ts';
import type { Order, OrderAuthorization, OrderChallenge } from '../../api/order/order.ts';
import { overrideSolver } from './override-solver.ts';
import { challengeTypeOf, selectSolver } from '../../api/issuer/select-solver.ts';

/** A Challenge that the Order needs: everything but the key, which takes the account's. */
export interface Proof {
  readonly authorization: OrderAuthorization;
  readonly challenge: OrderChallenge;
  readonly solver: Solver;
}

/**
 * The proof for one authorization.
 *
 * @throws {TerminalFailure} `Solver` when no solver fits, `InvalidSolver` when annotations contradict each other
 */
export function proofFor(order: Order, authorization: OrderAuthorization, solvers: readonly Solver[]): Proof {
  const { challenges = [] } = authorization;
  const { labels = {}, annotations = {}, namespace = '' } = order.metadata;
  const offered = challenges.map(({ type }) => type);
  const solver = selectSolver({ domain: domainOf(authorization), offered, labels }, solvers);
  const type = solver && challengeTypeOf(solver);
  const challenge = challenges.find((one) => one.type === type);
  if (solver === undefined || challenge === undefined) throw noSolver();
  return { authorization, challenge, solver: overrideSolver(solver, { namespace, annotations }) };
}

/** The name as the certificate has it. */
function domainOf({ identifier = '', wildcard }: OrderAuthorization): string {
  return wildcard === true ? `*.${identifier}` : identifier;
}

/** Upstream's sentence, which people search for. */
function noSolver(): TerminalFailure {
  return new TerminalFailure(
    'Solver',
    'Failed to determine a valid solver configuration for the set of domains on the Order: no configured challenge solvers can be used for this challenge',
  );
}
