import { challengeFinalizer } from '../../api/annotations.ts';
import type { Challenge, ChallengeStatus } from '../../api/challenge/challenge.ts';
import { challenges as challengeResource } from '../../api/kinds.ts';
import { keyOf } from '../../api/resource.ts';
import { trimObject } from '../../runtime/trim.ts';
import { CaRefusal, orRefusal } from '../acme/refusal.ts';
import { presentedNow } from './decide.ts';
import type { ChallengeAction } from './decide.ts';
import { SolverFailure, solving } from './failures.ts';
import { cleanUpHttp01 } from './http01/clean-up.ts';
import { presentHttp01 } from './http01/present.ts';
import { publish } from './publish.ts';
import type { ChallengeSeen } from './seen.ts';
import { foreignFinalizers } from './state.ts';
import { clientOf } from './tools.ts';
import type { ChallengeTools } from './tools.ts';

/** Performs one action; each can be repeated. */
export async function act(
  tools: ChallengeTools,
  action: ChallengeAction,
  seen: ChallengeSeen,
): Promise<Partial<ChallengeStatus> | undefined> {
  switch (action.do) {
    case 'addFinalizer':
      return setFinalizers(tools, seen.challenge, (foreign) => [...foreign, challengeFinalizer]);
    case 'present':
      return present(tools, seen.challenge);
    case 'accept':
      return accept(tools, seen);
    case 'cleanUp':
      return cleanUp(tools, seen.challenge);
    case 'removeFinalizer':
      return setFinalizers(tools, seen.challenge, (foreign) => foreign);
    case 'fail':
      throw action.failure;
    default:
      return action satisfies never;
  }
}

async function present(tools: ChallengeTools, challenge: Challenge): Promise<ChallengeStatus> {
  const { memory, clock } = tools;
  const uid = challenge.metadata.uid ?? '';
  try {
    await solving('present', presenting(tools, challenge));
  } catch (error) {
    memory.failing.add(uid);
    throw error;
  }
  memory.failing.delete(uid);
  memory.known.add(uid);
  tools.httpChecks.repaired(uid);
  return presentedNow(challenge.status, clock.now());
}

async function presenting(tools: ChallengeTools, challenge: Challenge): Promise<void> {
  const {
    spec,
    status = {},
    metadata: { uid = '' },
  } = challenge;
  if (spec.type === 'DNS-01') return publish(tools, 'present', challenge);
  const mayBeHalfDone = status.processing === true && !tools.memory.firstHand.has(uid);
  if (!mayBeHalfDone) tools.memory.firstHand.add(uid);
  return presentHttp01(tools, challenge);
}

async function accept(tools: ChallengeTools, { challenge, siblings }: ChallengeSeen): Promise<undefined> {
  const { memory } = tools;
  const uid = challenge.metadata.uid ?? '';
  const client = await clientOf(tools, challenge);
  try {
    await orRefusal(client.accept(challenge.spec.url), 'Error accepting challenge: ');
  } catch (error) {
    if (!(error instanceof CaRefusal) || !(await isUnderWay(tools, challenge))) throw error;
  }
  memory.accepted.add(uid);
  memory.authorizations.forget(uid);
  memory.checks.forget(uid);
  tools.httpChecks.forget(uid);
  // What all can see is accepted together: those that wait for their next self-check need not.
  for (const { key } of siblings) tools.enqueue(key);
}

/** A CA refuses to be told twice; then what matters is how the proof stands. */
async function isUnderWay(tools: ChallengeTools, { spec, ...challenge }: Challenge): Promise<boolean> {
  const client = await clientOf(tools, { ...challenge, spec });
  const { status, challenges } = await client.authorization(spec.authorizationURL);
  const own = challenges.find(({ url }) => url === spec.url);
  return status === 'valid' || (own !== undefined && own.status !== 'pending');
}

function takingAway(tools: ChallengeTools, challenge: Challenge): Promise<void> {
  const { spec, metadata } = challenge;
  if (spec.type === 'DNS-01') return publish(tools, 'cleanUp', challenge);
  return cleanUpHttp01(tools, challenge, tools.memory.firstHand.has(metadata.uid ?? ''));
}

/** Without credentials nothing can have been published. */
const noCredentials: readonly string[] = ['SecretNotFound', 'SecretKeyNotFound'];

/** A value that was never published need not be taken away: a broken Issuer does not keep its Challenges for ever. */
async function cleanUp(
  tools: ChallengeTools,
  challenge: Challenge,
): Promise<Partial<ChallengeStatus> | undefined> {
  const { status = {}, metadata } = challenge;
  try {
    await solving('cleanUp', takingAway(tools, challenge));
  } catch (error) {
    if (status.presented === true || !(error instanceof SolverFailure)) throw error;
    if (!error.needsSomebody && !noCredentials.includes(error.reason)) throw error;
  }
  const goes = status.state === 'valid' || metadata.deletionTimestamp !== undefined;
  return goes ? undefined : { presented: false, processing: false };
}

/** With the resourceVersion of the newest that we know: nobody else's finalizer gets lost. */
async function setFinalizers(
  { cluster, stores }: ChallengeTools,
  challenge: Challenge,
  choose: (foreign: readonly string[]) => readonly string[],
): Promise<undefined> {
  const newest = stores.challenges.get(keyOf(challenge)) ?? challenge;
  const { namespace = '', name = '', resourceVersion } = newest.metadata;
  const finalizers = choose(foreignFinalizers(newest));
  const patch = { metadata: { finalizers: finalizers.length === 0 ? null : finalizers, resourceVersion } };
  const answer = await cluster.patch(challengeResource, { namespace, name }, patch);
  stores.challenges.take(trimObject(answer));
}
