import type { ClusterIssuer, Issuer } from '../../../api/issuer/issuer.ts';
import { issuerIndexValue } from '../../indexes.ts';
import { compare } from './chain.ts';
import { type IssuerStanding, standingOf } from './issuer-standing.ts';
import { type Urgency, states } from './state.ts';
import { stateIn } from './summary.ts';
import type { View } from './view.ts';

/** An issuer, and how those stand that it issues for. */
export interface IssuerLine extends IssuerStanding {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** Empty for a ClusterIssuer. */
  readonly namespace: string;
  readonly name: string;
  readonly counts: Readonly<Record<Urgency, number>>;
}

/** Those that do not work first, then by how many need them. */
export function issuerLines(view: View): readonly IssuerLine[] {
  const { issuers, clusterIssuers } = view.stores;
  const lines = [
    ...clusterIssuers.list().map((issuer) => lineOf(view, 'ClusterIssuer', issuer)),
    ...issuers.list().map((issuer) => lineOf(view, 'Issuer', issuer)),
  ];
  return lines.sort(
    (one, other) =>
      Number(one.ready) - Number(other.ready) ||
      other.counts.attention - one.counts.attention ||
      compare(nameOf(one), nameOf(other)),
  );
}

function lineOf(view: View, kind: IssuerLine['kind'], issuer: Issuer | ClusterIssuer): IssuerLine {
  const { name = '', namespace = '' } = issuer.metadata;
  const counts = countsOf(view, issuerIndexValue(kind, name, namespace));
  return { kind, namespace, name, ...standingOf(issuer), counts };
}

function countsOf(view: View, index: string): Readonly<Record<Urgency, number>> {
  const counts = { attention: 0, progress: 0, well: 0 };
  for (const certificate of view.stores.certificates.by('issuer', index)) {
    counts[states[stateIn(view, certificate)].urgency] += 1;
  }
  return counts;
}

function nameOf({ kind, namespace, name }: IssuerLine): string {
  return `${kind}/${namespace}/${name}`;
}
