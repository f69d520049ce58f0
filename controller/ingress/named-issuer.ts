import { shimAnnotations } from '../../api/annotations.ts';
import type { IssuerRef } from '../../api/references.ts';
import { badConfig } from './problem.ts';
import type { IngressSettings } from './settings.ts';

type Annotations = Readonly<Record<string, string>>;

/**
 * The issuer that annotations choose over the configured one.
 *
 * @throws {TerminalFailure} `BadConfig` when there is none, or when they contradict each other
 */
export function namedIssuer(
  annotations: Annotations,
  { defaultIssuer }: Pick<IngressSettings, 'defaultIssuer'>,
): Required<IssuerRef> {
  const { issuer, clusterIssuer, issuerKind, issuerGroup } = shimAnnotations;
  const own = annotations[issuer];
  const shared = annotations[clusterIssuer];
  const named = own === undefined ? shared : own;
  const errors = contradictions(annotations);
  const name = named ?? defaultIssuer.name;
  if (name === '') {
    errors.push(`no issuer is named: set ${issuer} or ${clusterIssuer}, or configure a default issuer`);
  }
  if (errors.length > 0) {
    const all = errors.join(', ');
    throw badConfig(`Could not determine issuer for ingress due to bad annotations: ${all}`);
  }
  const kind = own === undefined ? (shared === undefined ? defaultIssuer.kind : 'ClusterIssuer') : 'Issuer';
  return {
    name,
    kind: annotations[issuerKind] ?? kind,
    group: annotations[issuerGroup] ?? defaultIssuer.group,
  };
}

function contradictions(annotations: Annotations): string[] {
  const { issuer, clusterIssuer, issuerKind, issuerGroup } = shimAnnotations;
  if (annotations[clusterIssuer] === undefined) return [];
  return [issuer, issuerKind, issuerGroup]
    .filter((other) => annotations[other] !== undefined)
    .map((other) => `both "${clusterIssuer}" and "${other}" are set`);
}
