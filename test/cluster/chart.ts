import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../api/resource.ts';
import { repository, toolPath } from '../../tools/toolchain.ts';
import type { ControlPlane } from './control-plane.ts';
import { runOrThrow } from './process.ts';
import { release } from './role.ts';

/** Values of `charts/certloom/values.yaml`, only those that differ. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** Where on loopback the roles listen that the API server calls. */
export interface LoopbackPorts {
  readonly webhook?: number;
  readonly dnsSolver?: number;
}

export const chartDirectory = join(repository, 'charts', 'certloom');

/** @returns what `helm install` would send, in that order */
export async function renderChart(values: ChartValues = {}): Promise<readonly KubeObject[]> {
  const args = ['template', release.name, chartDirectory, '--namespace', release.namespace, '--values', '-'];
  const yaml = await runOrThrow(toolPath('helm'), args, { stdin: JSON.stringify(values) });
  return parseAllDocuments(yaml)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null);
}

/**
 * Installs the chart as it is, but for the addresses: there are no Pods, so the API server is sent to processes on loopback.
 * A webhook is called by URL, and the solver's Service is an alias of localhost (the aggregator follows those). Waits
 * until the CustomResourceDefinitions are served.
 */
export async function installChart(
  plane: ControlPlane,
  values: ChartValues,
  ports: LoopbackPorts,
): Promise<readonly KubeObject[]> {
  const objects = (await renderChart(values)).map((object) => onLoopback(object, ports));
  await ensureNamespaces(plane, objects);
  const items = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await plane.kubectlOrThrow(['apply', '--server-side', '--field-manager=helm', '-f', '-'], { stdin: items });
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  if (crds.length > 0) {
    const names = crds.map(({ metadata }) => `crd/${metadata.name}`);
    await plane.kubectlOrThrow(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
  }
  return objects;
}

async function ensureNamespaces(plane: ControlPlane, objects: readonly KubeObject[]): Promise<void> {
  const wanted = new Set([release.namespace, ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  const items = [...wanted].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await plane.kubectlOrThrow(['apply', '--server-side', '-f', '-'], { stdin: list });
}

/** As far as addresses are concerned. */
interface Addressed extends KubeObject {
  readonly spec?: {
    readonly service?: { readonly name: string; readonly namespace: string; readonly port?: number };
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
  };
  readonly webhooks?: readonly {
    readonly clientConfig: { readonly service?: { readonly path?: string } };
  }[];
}

/** The same object, with loopback addresses where the chart has Services in front of Pods. */
export function onLoopback(object: KubeObject, ports: LoopbackPorts): KubeObject {
  const { kind, metadata, spec, webhooks } = object as Addressed;
  if (webhooks !== undefined && ports.webhook !== undefined) {
    return {
      ...object,
      webhooks: webhooks.map((webhook) => calledByUrl(webhook, ports.webhook)),
    } as KubeObject;
  }
  if (ports.dnsSolver === undefined) return object;
  if (kind === 'Service' && metadata.name === `${release.name}-dns-solver`) {
    const https = { name: 'https', port: ports.dnsSolver, protocol: 'TCP' };
    const alias = { type: 'ExternalName', externalName: 'localhost', ports: [https] };
    return { ...object, spec: alias } as KubeObject;
  }
  if (kind === 'APIService') {
    return {
      ...object,
      spec: { ...spec, service: { ...spec?.service, port: ports.dnsSolver } },
    } as KubeObject;
  }
  return object;
}

type Webhook = NonNullable<Addressed['webhooks']>[number];

function calledByUrl(webhook: Webhook, port: number | undefined): object {
  const { service, ...others } = webhook.clientConfig;
  const url = `https://localhost:${port}${service?.path ?? ''}`;
  return { ...webhook, clientConfig: { ...others, url } };
}
