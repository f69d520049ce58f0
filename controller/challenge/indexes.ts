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
  /** `yes` while the proof is being given; for the limit on how many at once. */
  processing: (challenge: Challenge) =>
    challenge.status?.processing === true && !isOver(challenge) ? ['yes'] : [],
} satisfies Indexes<Challenge>;
