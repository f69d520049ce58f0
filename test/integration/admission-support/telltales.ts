import { Agent, request } from 'node:https';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { KubeObject, Resource } from '../../../api/resource.ts';
import type { Severity } from '../../../api/rule.ts';
import type { CelRule } from '../../../tools/generate/cel-rule.ts';
import { type CelFamily, celFamilies } from '../../../tools/generate/cel-rules.ts';
import { policyOf } from '../../../tools/generate/policies.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';

const label = 'telltales';

interface Policy {
  readonly kind: string;
  readonly metadata: object;
  readonly spec: {
    readonly matchConstraints?: object;
    readonly validations?: readonly { readonly expression: string }[];
  };
}

/** `certificate/other-names-have-an-oid 2`: the id of the rule, and which of the rule's checks it is. */
export function checkNames(rules: readonly CelRule[]): readonly string[] {
  return rules.map(({ id }, index) => {
    const before = rules.slice(0, index).filter((rule) => rule.id === id);
    return `${id} ${before.length + 1}`;
  });
}

/** A policy that lets everything in, and names the checks by which it would have refused or warned. */
function telltalesOf(family: CelFamily, severity: Severity): readonly object[] {
  const names = checkNames(family.rules.filter((rule) => rule.severity === severity));
  const name = `${label}-${family.name}-${severity}`;
  return (policyOf(family, severity) as readonly Policy[]).map(({ spec, ...head }) => ({
    ...head,
    metadata: { name },
    spec: spec.validations
      ? {
          ...spec,
          matchConstraints: {
            ...spec.matchConstraints,
            namespaceSelector: { matchLabels: { [label]: 'true' } },
          },
          validations: spec.validations.map(({ expression }, index) => ({
            expression,
            message: names[index],
          })),
        }
      : { policyName: name, validationActions: ['Warn'] },
  }));
}

/** The policies as telltales, and the namespace in which they, and only they, are in force. */
export function telltales(): readonly object[] {
  const labels = { [label]: 'true', 'cert-manager.io/disable-validation': 'true' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: label, labels } },
    ...celFamilies().flatMap((family) => [...telltalesOf(family, 'deny'), ...telltalesOf(family, 'warn')]),
  ];
}

/** What the API server says to a write that is only tried. */
export interface Told {
  readonly code: number;
  /** Why it is refused. */
  readonly message: string;
  /** What policies warn of, each without which policy that is. Telltales say names of checks; anything else is a fault. */
  readonly warnings: readonly string[];
}

export interface Trying {
  /** Tries to make an object (POST), or to replace the one of its name (PUT). */
  write(resource: Resource, object: KubeObject, method: 'POST' | 'PUT'): Promise<Told>;
  close(): void;
}

function warningsIn(headers: readonly string[]): readonly string[] {
  const all = headers.filter((_, index) => headers[index - 1]?.toLowerCase() === 'warning');
  const texts = all.map((line) => line.replace(/^299 - "(.*)"$/s, '$1').replaceAll(/\\(.)/g, '$1'));
  return texts.map((line) => line.replace(/^.* with binding '[^']*': /s, ''));
}

/** @param namespace of everything that is tried */
export function tryingAt({ url, files }: ControlPlane, namespace: string): Trying {
  const read = (path: string): string => readFileSync(path, 'utf8');
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 8,
    ca: read(files.ca.certificateFile),
    cert: files.admin.certificatePem,
    key: files.admin.keyPem,
  });
  const write: Trying['write'] = ({ group, version, plural }, object, method) => {
    const own = method === 'PUT' ? `/${object.metadata.name}` : '';
    const path = `/apis/${group}/${version}/namespaces/${namespace}/${plural}${own}?dryRun=All`;
    const body = JSON.stringify({ ...object, metadata: { ...object.metadata, namespace } });
    const headers = { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const ask = request(`${url}${path}`, { agent, method, headers }, (response) => {
        const code = response.statusCode ?? 0;
        resolve(
          text(response).then((answer) => {
            const { message = '' } = code < 300 ? {} : (JSON.parse(answer) as { message?: string });
            return { code, message, warnings: warningsIn(response.rawHeaders) };
          }),
        );
      });
      ask.once('error', reject);
      ask.end(body);
    });
  };
  return {
    write,
    close() {
      agent.destroy();
    },
  };
}
