import { type ConfigMap, configMaps } from '../api/core.ts';
import { isForbidden } from '../runtime/api-error.ts';
import { type Changing, createChanging, type Settable } from '../runtime/changing.ts';
import type { ClusterConnection } from '../runtime/connect.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { startReflector } from '../runtime/watch.ts';
import { readRequestHeaderConfig, type RequestHeaderConfig } from './request-header.ts';

export interface FrontProxyConfigOptions {
  readonly connection: ClusterConnection;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly metrics: Metrics;
}

const namespace = 'kube-system';
const name = 'extension-apiserver-authentication';

/** RBAC grants the object by its name, and that only fits a list or watch which asks for that name alone. */
const fieldSelector = `metadata.name=${name}`;

/** Keeps what the cluster says about its front proxy: the ConfigMap `kube-system/extension-apiserver-authentication`. */
export function watchFrontProxyConfig(options: FrontProxyConfigOptions): Changing<RequestHeaderConfig> {
  const { connection, log, signal, metrics } = options;
  const config = createChanging<RequestHeaderConfig>();
  const store = startReflector<ConfigMap>({
    connection,
    resource: configMaps,
    namespace,
    fieldSelector,
    trim,
    signal,
    log,
    metrics,
  });
  store.subscribe((change) => {
    if (change.type !== 'deleted') takeIn(change.object, config, log);
  });
  for (const object of store.list()) takeIn(object, config, log);
  void explainRefusal(connection, log);
  return config;
}

function trim({ metadata, data = {} }: ConfigMap): ConfigMap {
  const kept = Object.entries(data).filter(([key]) => key.startsWith('requestheader-'));
  const { resourceVersion, uid } = metadata;
  return {
    metadata: { name, namespace, ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) },
    data: Object.fromEntries(kept),
  };
}

/** What makes no sense leaves the last good configuration in use. */
function takeIn({ data = {} }: ConfigMap, config: Settable<RequestHeaderConfig>, log: Log): void {
  try {
    const read = readRequestHeaderConfig(data);
    if (read === undefined) return log.warn({ namespace, name }, 'The cluster names no front proxy CA');
    config.set(read);
    log.info({ namespace, name, allowedNames: read.allowedNames }, 'Read who the front proxy is');
  } catch (error) {
    log.error({ namespace, name, err: error }, 'The configuration of the front proxy cannot be read');
  }
}

/** The reflector only tries again; people want to know what to do. */
async function explainRefusal(connection: ClusterConnection, log: Log): Promise<void> {
  try {
    await connection.list(configMaps, { namespace, fieldSelector });
  } catch (error) {
    if (!isForbidden(error)) return;
    const hint = `bind the ServiceAccount to the Role ${name}-reader in ${namespace}`;
    log.error({ namespace, name, hint }, 'The configuration of the front proxy may not be read');
  }
}
