import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Indexes } from '../../runtime/store.ts';
import { isOver } from './state.ts';

/** How Challenges are found. */
export const challengeIndexes = {
  /** By the uid of the Order that controls them. */
  owner: (challenge: Challenge) =>
    (challenge.metadata.ownerReferences ?? []).flatMap(({ uid, controller }) =>
      controller === true ? [uid] : [],
    ),
  /** DNS-01 proofs under way for one name, whoever wants them: they share a TXT record set. */
  txtName: (challenge: Challenge) =>
    challenge.spec.type !== 'DNS-01' || isOver(challenge) ? [] : [challenge.spec.dnsName.toLowerCase()],
  /** `yes` while the proof is being given, its value published; for the limit on how many at once. */
  processing: (challenge: Challenge) => (isBeingGiven(challenge) ? ['yes'] : []),
} satisfies Indexes<Challenge>;

function isBeingGiven(challenge: Challenge): boolean {
  const { processing, presented } = challenge.status ?? {};
  return processing === true && presented === true && !isOver(challenge);
}
