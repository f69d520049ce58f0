import type { KubeObject } from '../../api/resource.ts';
import type { Indexes } from '../../runtime/store.ts';
import { askedBy } from './asked.ts';

/**
 * What is kept in memory of an object that may ask: whether it does and for what. CRDs are up to a megabyte each, and there
 * are hundreds of them.
 */
export function trimTarget({
  metadata: { name, uid, resourceVersion, annotations },
}: KubeObject): KubeObject {
  const asking = Object.entries(annotations ?? {}).filter(([key]) =>
    key.startsWith('cert-manager.io/inject-'),
  );
  return {
    metadata: {
      ...(name !== undefined && { name }),
      ...(uid !== undefined && { uid }),
      ...(resourceVersion !== undefined && { resourceVersion }),
      ...(asking.length > 0 && { annotations: Object.fromEntries(asking) }),
    },
  };
}

/** How objects that ask are found when their source changes: by its `namespace/name`. */
export const targetIndexes = {
  secret: (target) => keysOf(target, 'secret'),
  certificate: (target) => keysOf(target, 'certificate'),
} satisfies Indexes<KubeObject>;

function keysOf(target: KubeObject, from: 'secret' | 'certificate'): readonly string[] {
  const asked = askedBy(target);
  return asked?.from === from ? [`${asked.namespace}/${asked.name}`] : [];
}
