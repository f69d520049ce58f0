import type { KubeObject } from '../../api/resource.ts';
import type { JsonPatchOperation } from '../../runtime/cluster.ts';
import type { Place } from './target-kind.ts';

/** Upstream's: what its cainjector owns is ours. */
export const fieldManager = 'cert-manager-cainjector';

/**
 * Writes bundles into an object as it was read, or fails with `Conflict` when it has changed since.
 *
 * No server-side apply, as upstream has it: who applies a webhook owns the whole entry of the list, and an engine that applies
 * the configuration without it later, as Flux does when an operator drops one, is refused for the half of it that stays. For
 * the same reason what upstream applied is disowned: the fields become ours as those of any other update.
 */
export function patchFor(
  { metadata: { resourceVersion, managedFields = [] } }: KubeObject,
  changes: readonly Place[],
): readonly JsonPatchOperation[] {
  const applied = managedFields.flatMap(({ manager, operation }, index) =>
    manager === fieldManager && operation === 'Apply' ? [index] : [],
  );
  return [
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    // the last one first: each removal moves those behind it
    ...applied
      .toReversed()
      .map((index) => ({ op: 'remove', path: `/metadata/managedFields/${index}` }) as const),
    ...changes.map(({ path, pem }) => ({ op: 'add', path, value: toBase64(pem) }) as const),
  ];
}

function toBase64(pem: string): string {
  return Buffer.from(pem, 'latin1').toString('base64');
}
