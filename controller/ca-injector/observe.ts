import type { KubeObject } from '../../api/resource.ts';
import type { ReadSecret } from '../issuer/shared-reads.ts';
import type { ControllerTools } from '../wiring.ts';
import { type Asked, askedBy } from './asked.ts';
import type { Remembered, Seen } from './decide.ts';
import type { Source } from './source.ts';
import type { TargetKind } from './target-kind.ts';

export interface Sources {
  readonly readSecret: ReadSecret;
  /** PEM: by what we know the API server; `undefined` for none of our own. */
  readonly apiServerCa: () => Promise<string | undefined>;
}

type Tools = Pick<ControllerTools, 'cluster' | 'clock' | 'settings' | 'stores'>;

/**
 * Reads one object whole, and the Secret behind it, from the API server: neither is kept.
 *
 * @returns `undefined` when it
 * is gone or going, does not ask, or asks for what lies in namespaces that are none of our business
 */
export async function observe(
  tools: Tools,
  { kind, sources, remembered }: ForTargets,
  name: string,
): Promise<Seen | undefined> {
  const { cluster, clock, settings } = tools;
  const object = await cluster.get(kind.resource, { name });
  if (object === undefined || object.metadata.deletionTimestamp !== undefined) return undefined;
  const asked = askedBy(object);
  if (asked === undefined || !isOurs(asked, settings)) return undefined;
  const source = await sourceOf(asked, tools, sources);
  return { object, kind, asked, source, complaint: remembered(object), now: clock.now() };
}

/** What is the same for all targets of a kind. */
export interface ForTargets {
  readonly kind: TargetKind;
  readonly sources: Sources;
  readonly remembered: (object: KubeObject) => Remembered | undefined;
}

function isOurs(asked: Asked, { namespace, caInjector }: Tools['settings']): boolean {
  if (asked.from !== 'secret' && asked.from !== 'certificate') return true;
  if (caInjector.ignoredNamespaces.includes(asked.namespace)) return false;
  return namespace === undefined || namespace === asked.namespace;
}

async function sourceOf(
  asked: Asked,
  { stores }: Pick<Tools, 'stores'>,
  { readSecret, apiServerCa }: Sources,
): Promise<Source> {
  switch (asked.from) {
    case 'nowhere':
      return {};
    case 'apiServer':
      return { apiServerCa: await apiServerCa() };
    case 'secret':
      return { secret: await readSecret(asked.namespace, asked.name) };
    case 'certificate': {
      const { namespace, name } = asked;
      const secretName = stores.certificates.get(`${namespace}/${name}`)?.spec.secretName;
      return secretName === undefined ? {} : { secretName, secret: await readSecret(namespace, secretName) };
    }
    default:
      return asked satisfies never;
  }
}
