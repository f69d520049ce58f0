import { Failure } from '../../api/failure.ts';
import type { CaOrder } from '../acme/answers.ts';
import { secondsUntil } from '../acme/polls.ts';
import type { Poll, Polls } from '../acme/polls.ts';
import { orRefusal } from '../acme/refusal.ts';
import { stillStandsSeconds } from './decide.ts';
import type { CaReport, OrderSeen } from './seen.ts';
import type { Phase } from './phase.ts';
import { clientOf, pollKey } from './tools.ts';
import type { OrderTools } from './tools.ts';

/**
 * What the CA says about the order, when that matters and it is time to ask.
 *
 * @returns `undefined` when there is nothing to ask
 */
export async function askCa(
  tools: Pick<OrderTools, 'accounts' | 'clock' | 'polls'>,
  phase: Phase,
  seen: OrderSeen,
): Promise<CaReport | undefined> {
  if (phase !== 'proving' && phase !== 'proven') return undefined;
  const key = pollKey(seen.order, phase);
  const early = tools.polls.early(key, seen.now);
  if (early !== undefined) return phase === 'proven' ? answered(early, seen.now) : undefined;
  const pace = phase === 'proving' ? stillStandsSeconds : undefined;
  try {
    const asking = clientOf(tools, seen).then((client) => client.order(seen.order.status?.url ?? ''));
    const order = await orRefusal(asking, 'Failed to retrieve Order resource: ');
    return answered(noteAnswer(tools, key, order, pace), tools.clock.now());
  } catch (error) {
    if (error instanceof Failure) return { is: 'failed', failure: error };
    throw error;
  }
}

function noteAnswer(
  { polls, clock }: { readonly polls: Polls<CaOrder> } & Pick<OrderTools, 'clock'>,
  key: string,
  order: CaOrder,
  pace: number | undefined,
): Poll<CaOrder> {
  return polls.note(key, order, clock.now(), order.retryAfterSeconds ?? pace);
}

function answered({ answer, dueAt }: Poll<CaOrder>, now: Date): CaReport {
  return { is: 'answered', order: answer, nextSeconds: secondsUntil(dueAt, now) };
}
