import type { KubeObject, Resource } from '../../api/resource.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';

export interface VersionRecorder {
  /** Every version that was stored since the start, the oldest first. */
  readonly versions: readonly KubeObject[];
  /** The versions of one object, by kind and name. */
  of(kind: string, name: string): readonly KubeObject[];
  stop(): void;
}

/** Watches the objects of some kinds, and keeps every version of them: none is left out, as the API server sends them all. */
export async function recordVersions(
  admin: ClusterConnection,
  resources: readonly Resource[],
): Promise<VersionRecorder> {
  const versions: KubeObject[] = [];
  const end = new AbortController();
  await Promise.all(resources.map((resource) => started(resource)));
  return {
    versions,
    of: (kind, name) => versions.filter((one) => one.kind === kind && one.metadata.name === name),
    stop: () => end.abort(),
  };

  /** Resolves when what was there before has been read. */
  function started(resource: Resource): Promise<void> {
    return new Promise((resolve, reject) => {
      void follow(resource, resolve).catch(reject);
    });
  }

  async function follow(resource: Resource, begun: () => void): Promise<void> {
    const options = { sendInitialEvents: true, timeoutSeconds: 600, signal: end.signal };
    for await (const { type, object } of admin.watch(resource, options)) {
      if (type === 'BOOKMARK') begun();
      else versions.push({ ...object, kind: resource.kind });
    }
  }
}
