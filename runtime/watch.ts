import type { KubeObject } from '../api/resource.ts';
import { systemClock } from './clock.ts';
import { createStore } from './memory-store.ts';
import { Reflector, type ReflectorOptions } from './reflector.ts';
import type { Store } from './store.ts';

export type { ReflectorOptions } from './reflector.ts';

/**
 * Keeps a store current for as long as the signal allows, whatever becomes of the API server. Starts at once and never
 * throws; `store.waitForSync()` tells when the first list is in.
 */
export function startReflector<Stored extends KubeObject, T extends KubeObject = Stored>(
  options: ReflectorOptions<Stored, T>,
): Store<Stored> {
  const { clock = systemClock, random = Math.random, resource } = options;
  const log = options.log.child({ resource: resource.plural });
  const store = createStore(options.indexes ?? {}, {
    onError: (err) => log.error({ err }, 'A listener or an index of the store failed'),
  });
  const reflector = new Reflector({ ...options, clock, random, log }, store);
  void reflector.run();
  return store;
}
