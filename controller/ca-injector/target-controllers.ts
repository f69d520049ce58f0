import type { ReflectorOptions } from '../../runtime/watch.ts';
import { startReflector } from '../../runtime/watch.ts';
import type { KubeObject } from '../../api/resource.ts';
import { sharedReads } from '../issuer/shared-reads.ts';
import type { ControllerTools, KindController } from '../wiring.ts';
import { targetController } from './controller.ts';
import { targetKinds } from './target-kind.ts';
import { targetIndexes, trimTarget } from './targets.ts';

type Watching = Pick<ReflectorOptions<KubeObject>, 'connection' | 'signal' | 'log' | 'metrics'>;

/**
 * One for each kind that is to be looked after. They are not waited for: without the permission to watch them everything
 * else goes on, and each object is looked at when it comes.
 */
export function targetControllers(tools: ControllerTools, watching: Watching): readonly KindController[] {
  const { cluster, settings, stores } = tools;
  const versionOf = (key: string): string | undefined => stores.secrets.get(key)?.metadata.resourceVersion;
  const sources = {
    readSecret: sharedReads(cluster, versionOf),
    apiServerCa: () => watching.connection.trustedCa(),
  };
  return settings.caInjector.targets.map((plural) => {
    const kind = targetKinds[plural];
    const { resource } = kind;
    const store = startReflector({
      ...watching,
      resource,
      trim: trimTarget,
      indexes: targetIndexes,
      metadataOnly: true,
    });
    return targetController(tools, kind, { store, sources });
  });
}
