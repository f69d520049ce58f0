import type { KubeObject, Resource } from '../../../api/resource.ts';
import type { Example } from '../../../api/rule.ts';
import { ApiError } from '../../../runtime/api-error.ts';
import type { Cluster } from '../../../runtime/cluster.ts';

export type Whole = KubeObject & { readonly spec: object; readonly status?: object };

/** An object, and what it shall become; `before` is left out where an example is about a new object. */
export interface Change {
  readonly before: Whole;
  readonly after: Whole;
}

/** What an example says, in an object that the API server takes. */
function completed(example: KubeObject, whole: Whole): Whole {
  const { spec, status, metadata } = example as Partial<Whole>;
  const annotations = metadata?.annotations ?? {};
  return {
    ...whole,
    metadata: { ...whole.metadata, annotations },
    spec: { ...whole.spec, ...spec },
    ...(status && { status }),
  };
}

function fresh({ status: _none, ...object }: Whole): Whole {
  return object;
}

/** An example as a change of an object: where it says nothing of before, of one that had no status. */
export function changeOf<Subject>(
  { before, after }: Example<Subject>,
  whole: Whole,
  objectOf: (subject: Subject) => KubeObject,
): Change {
  const now = completed(objectOf(after), whole);
  return { before: before === undefined ? fresh(now) : completed(objectOf(before), whole), after: now };
}

let count = 0;

/** Stores the object as it was, and tries to make of it what it became. @returns what the API server said to that */
export async function attempt(
  cluster: Cluster,
  resource: Resource,
  { before, after }: Change,
): Promise<string> {
  const { annotations = {} } = before.metadata;
  const metadata = { name: `changed-${(count += 1)}`, namespace: 'web', annotations };
  try {
    const created = await cluster.create(resource, { ...before, metadata });
    const stored =
      before.status === undefined
        ? created
        : await cluster.replaceStatus(resource, { ...created, status: before.status } as KubeObject);
    const changed = await cluster.replace(resource, {
      ...stored,
      metadata: { ...stored.metadata, annotations: after.metadata.annotations ?? {} },
      spec: after.spec,
    } as KubeObject);
    await cluster.replaceStatus(resource, { ...changed, status: after.status ?? {} } as KubeObject);
    return '';
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
