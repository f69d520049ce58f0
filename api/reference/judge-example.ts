import type { Finding } from '../finding.ts';
import type { Decoders } from '../judge.ts';
import { certificateRequests, certificates, challenges, clusterIssuers, issuers, orders } from '../kinds.ts';
import type { KubeObject } from '../resource.ts';
import { referenceJudge } from './judge.ts';
import { worldOfExample } from './object-world.ts';

const kinds = [certificates, certificateRequests, issuers, clusterIssuers, orders, challenges];

/** What the rules about several objects find in a list of them, one after the other. */
export function judgeExample(objects: readonly KubeObject[], decode: Decoders): readonly Finding[] {
  const world = worldOfExample(objects);
  return objects.flatMap((object) => {
    const resource = kinds.find(({ kind }) => kind === object.kind);
    return (resource && referenceJudge(resource, decode, world)?.(object, undefined)) ?? [];
  });
}
