import { createHash } from 'node:crypto';

import { http01Labels } from '../../../api/annotations.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import { TerminalFailure } from '../../../api/failure.ts';
import { challenges } from '../../../api/kinds.ts';
import { adler32 } from '../../../api/names.ts';
import { type ObjectMeta, apiVersionOf } from '../../../api/resource.ts';

/** Where the container, the Service and whatever leads to it listen: NetworkPolicies name it. */
export const solverPort = 8089;

/** What every object of a Challenge begins its name with. */
export const solverNamePrefix = 'cm-acme-http-solver-';

/** By these the objects of a Challenge are found, together with their owner; a Service finds its Pod by them. */
export function findingLabels({ spec }: Challenge): Readonly<Record<string, string>> {
  return {
    [http01Labels.domain]: String(adler32(spec.dnsName)),
    [http01Labels.token]: String(adler32(spec.token)),
    [http01Labels.solver]: 'true',
  };
}

/** Those of Kubernetes' own generated names: no vowels, so no words. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * One name for all objects of a Challenge, derived from its uid: whoever makes them a second time finds them there. It
 * looks as generated names do, and is longer by three characters, so that no two Challenges share one.
 */
export function solverName({ metadata }: Challenge): string {
  const digest = createHash('sha256')
    .update(metadata.uid ?? '')
    .digest();
  const letters = [...digest.subarray(0, 8)].map((byte) => alphabet[byte % alphabet.length]);
  return `${solverNamePrefix}${letters.join('')}`;
}

export interface Marks {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** @param more beside what all objects have; it cannot replace the labels by which they are found */
export function solverMetadata(challenge: Challenge, { labels = {}, annotations = {} }: Marks): ObjectMeta {
  const { namespace = '', name = '', uid = '' } = challenge.metadata;
  return {
    name: solverName(challenge),
    generateName: solverNamePrefix, // policies tell solvers from what people make by it
    namespace,
    labels: { ...labels, ...findingLabels(challenge) },
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ownerReferences: [
      {
        apiVersion: apiVersionOf(challenges),
        kind: challenges.kind,
        name,
        uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

/** @throws {TerminalFailure} for a token that could lead elsewhere (RFC 8555 section 8.3) */
export function challengePath({ token }: Challenge['spec']): string {
  if (!/^[\w-]+$/.test(token)) {
    throw new TerminalFailure('InvalidToken', 'The token of the challenge is not base64url');
  }
  return `/.well-known/acme-challenge/${token}`;
}
