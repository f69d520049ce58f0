import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ApiService, WebhookConfiguration } from '../../api/registration.ts';
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
 * Installs a rendered chart as it is, but for the addresses: there are no Pods, so the API server is sent to processes on loopback.
 * A webhook is called by URL, and the solver's Service is an alias of localhost (the aggregator follows those). Waits
 * until the CustomResourceDefinitions are served.
 */
export async function applyChart(
  plane: ControlPlane,
  chart: readonly KubeObject[],
  ports: LoopbackPorts,
): Promise<readonly KubeObject[]> {
  const objects = chart.map((object) => onLoopback(object, ports));
  const items = [...namespacesOf(objects), ...objects];
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await plane.kubectlOrThrow(['apply', '--server-side', '--field-manager=helm', '-f', '-'], { stdin: list });
  const crds = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  if (crds.length > 0) {
    const names = crds.map(({ metadata }) => `crd/${metadata.name}`);
    await plane.kubectlOrThrow(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
  }
  return objects;
}

/** Renders the chart and applies it. @returns what was applied */
export async function installChart(
  plane: ControlPlane,
  values: ChartValues,
  ports: LoopbackPorts,
): Promise<readonly KubeObject[]> {
  return applyChart(plane, await renderChart(values), ports);
}

function namespacesOf(objects: readonly KubeObject[]): readonly KubeObject[] {
  const names = new Set([release.namespace, ...objects.flatMap(({ metadata }) => metadata.namespace ?? [])]);
  return [...names].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

/** The same object, with loopback addresses where the chart has Services in front of Pods. */
export function onLoopback(object: KubeObject, { webhook, dnsSolver }: LoopbackPorts): KubeObject {
  switch (object.kind ?? '') {
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return webhook === undefined ? object : calledByUrl(object, webhook);
    case 'Service':
      return dnsSolver !== undefined && object.metadata.name === `${release.name}-dns-solver`
        ? aliasOfLocalhost(object, dnsSolver)
        : object;
    case 'APIService':
      return dnsSolver === undefined ? object : servedAt(object, dnsSolver);
    default:
      return object;
  }
}

function calledByUrl(configuration: WebhookConfiguration, port: number): WebhookConfiguration {
  const webhooks = configuration.webhooks?.map((webhook) => {
    const { service, ...others } = webhook.clientConfig;
    return {
      ...webhook,
      clientConfig: { ...others, url: `https://localhost:${port}${service?.path ?? ''}` },
    };
  });
  return { ...configuration, ...(webhooks !== undefined && { webhooks }) };
}

function aliasOfLocalhost(service: KubeObject, port: number): KubeObject {
  const ports = [{ name: 'https', port, protocol: 'TCP' }];
  return Object.assign({}, service, { spec: { type: 'ExternalName', externalName: 'localhost', ports } });
}

function servedAt(apiService: ApiService, port: number): ApiService {
  const { spec } = apiService;
  return spec === undefined
    ? apiService
    : { ...apiService, spec: { ...spec, service: { ...spec.service, port } } };
}
