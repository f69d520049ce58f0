import type { Challenge } from '../../api/challenge/challenge.ts';
import { Failure } from '../../api/failure.ts';
import { keyOf } from '../../api/resource.ts';
import { checkTxt } from '../../dns/propagation.ts';
import type { TxtReport } from '../../dns/propagation.ts';
import { findZone } from '../../dns/zone.ts';
import type { CaAuthorization } from '../acme/answers.ts';
import { secondsUntil } from '../acme/polls.ts';
import type { Poll, Polls } from '../acme/polls.ts';
import { orRefusal } from '../acme/refusal.ts';
import { askAnywaySeconds } from './deadline.ts';
import type { Asked } from './memory.ts';
import { isVisible } from './readiness.ts';
import { challengeFqdn } from './record-name.ts';
import type { ChallengeSeen, Report, Sibling } from './seen.ts';
import { isOver } from './state.ts';
import { clientOf } from './tools.ts';
import type { ChallengeTools } from './tools.ts';

/** Reads everything that matters for the Challenge right now, and nothing else. */
export async function observeChallenge(tools: ChallengeTools, challenge: Challenge): Promise<ChallengeSeen> {
  const { memory, clock } = tools;
  const uid = challenge.metadata.uid ?? '';
  const siblings = siblingsOf(tools, challenge);
  const base = {
    challenge,
    siblings,
    accepted: memory.accepted.has(uid),
    crowded: isCrowded(tools, challenge, siblings),
    askAnywaySeconds: askAnywaySeconds(tools, challenge),
  };
  if (isOver(challenge)) return { ...base, now: clock.now() };
  const authorization = mustAskCa(tools, challenge)
    ? await ask(tools, memory.authorizations, uid, () => readAuthorization(tools, challenge))
    : undefined;
  const checks = mustCheck(tools, challenge) ? await lookForProof(tools, challenge, siblings) : {};
  const visibleSince = memory.visibleSince.get(uid);
  return {
    ...base,
    now: clock.now(),
    ...(authorization && { authorization }),
    ...checks,
    ...(visibleSince && { visibleSince }),
  };
}

/** Asks DNS, or says what asking the name itself has told. */
async function lookForProof(
  tools: ChallengeTools,
  challenge: Challenge,
  siblings: readonly Sibling[],
): Promise<Pick<ChallengeSeen, 'check' | 'httpCheck'>> {
  if (challenge.spec.type === 'HTTP-01') {
    const httpCheck = tools.httpChecks.look(challenge);
    return httpCheck === undefined ? {} : { httpCheck };
  }
  const uid = challenge.metadata.uid ?? '';
  const { checks } = tools.memory;
  return { check: await ask(tools, checks, uid, () => selfCheck(tools, challenge, siblings)) };
}

/** Once it was told to look; and when another process published the value, for that one may have told it. */
function mustAskCa({ memory }: ChallengeTools, { metadata: { uid = '' }, status }: Challenge): boolean {
  return memory.accepted.has(uid) || (status?.presented === true && !memory.known.has(uid));
}

function mustCheck({ memory }: ChallengeTools, { metadata: { uid = '' }, status, spec }: Challenge): boolean {
  const waits = spec.solver.waitInsteadOfSelfCheck ?? '';
  return status?.presented === true && !memory.accepted.has(uid) && waits === '';
}

async function readAuthorization(tools: ChallengeTools, challenge: Challenge): Promise<CaAuthorization> {
  const { authorizationURL } = challenge.spec;
  const reading = clientOf(tools, challenge).then((client) => client.authorization(authorizationURL));
  const authorization = await orRefusal(reading, 'Failed to retrieve Order resource: ');
  tools.memory.known.add(challenge.metadata.uid ?? '');
  return authorization;
}

async function selfCheck(
  tools: ChallengeTools,
  challenge: Challenge,
  siblings: readonly Sibling[],
): Promise<TxtReport> {
  const { checked } = tools.metrics;
  try {
    const report = await askServers(tools, challenge, siblings);
    checked('DNS-01', isVisible(report, challenge.spec.key) ? 'there' : 'missing');
    return report;
  } catch (error) {
    checked('DNS-01', 'failed');
    throw error;
  }
}

/** The values of siblings are looked for in the same questions. */
async function askServers(
  { view, memory, clock }: ChallengeTools,
  { spec, metadata: { uid = '' } }: Challenge,
  siblings: readonly Sibling[],
): Promise<TxtReport> {
  const others = siblings.filter(({ presented }) => presented).map(({ value }) => value);
  const fqdn = challengeFqdn(spec.dnsName);
  const report = await checkTxt(view, {
    fqdn,
    zone: await findZone(view, fqdn),
    values: [spec.key, ...others],
  });
  if (isVisible(report, spec.key) && !memory.visibleSince.has(uid)) memory.visibleSince.set(uid, clock.now());
  return report;
}

/** Asks when it is time, and remembers the answer until the next time. */
async function ask<Answer>(
  { clock }: ChallengeTools,
  polls: Polls<Asked<Answer>>,
  uid: string,
  question: () => Promise<Answer & { readonly retryAfterSeconds?: number }>,
): Promise<Report<Answer>> {
  const early = polls.early(uid, clock.now());
  if (early !== undefined) return reportOf(early, clock.now());
  try {
    const answer = await question();
    return reportOf(polls.note(uid, { answer }, clock.now(), answer.retryAfterSeconds), clock.now());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return reportOf(polls.note(uid, { failure: error }, clock.now(), error.retryAfterSeconds), clock.now());
  }
}

function reportOf<Answer>({ answer: asked, dueAt }: Poll<Asked<Answer>>, now: Date): Report<Answer> {
  const nextSeconds = secondsUntil(dueAt, now);
  return 'failure' in asked
    ? { is: 'failed', failure: asked.failure, nextSeconds }
    : { is: 'answered', answer: asked.answer, nextSeconds };
}

function siblingsOf({ stores, memory }: ChallengeTools, challenge: Challenge): readonly Sibling[] {
  const { spec, metadata } = challenge;
  if (spec.type === 'HTTP-01') return []; // a proof has a path of its own
  return stores.challenges
    .by('txtName', spec.dnsName.toLowerCase())
    .filter(({ metadata: { uid = '' } }) => uid !== metadata.uid && !memory.accepted.has(uid))
    .map((other) => ({
      key: keyOf(other),
      value: other.spec.key,
      presented: other.status?.presented === true,
      failing: memory.failing.has(other.metadata.uid ?? ''),
      createdAt: new Date(other.metadata.creationTimestamp ?? 0),
    }));
}

/** Those that share a name with one under way never wait: they are given together. */
function isCrowded(tools: ChallengeTools, { status }: Challenge, siblings: readonly Sibling[]): boolean {
  if (status?.presented === true || siblings.some(({ presented }) => presented)) return false;
  return tools.stores.challenges.by('processing', 'yes').length >= tools.settings.challenges.maxConcurrent;
}
