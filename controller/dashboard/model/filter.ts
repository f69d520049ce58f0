import type { Certificate } from '../../../api/certificate/certificate.ts';
import { findCondition } from '../../../api/conditions.ts';
import { type State, type Urgency, stateNames, states } from './state.ts';
import { issuerNameOf, namesOf } from './summary.ts';

/** Which Certificates are asked for; everything left out is every one. */
export interface Filter {
  readonly namespace: string;
  /** `Kind/name`, of an Issuer of whatever namespace. */
  readonly issuer: string;
  /** A state, or an urgency for all states that have it. */
  readonly state: State | Urgency | '';
  /** Words that all are in its name, its names, its Secret's name, or in what its conditions say. */
  readonly text: string;
}

const urgencies: readonly Urgency[] = ['attention', 'progress', 'well'];

export const stateChoices: readonly (State | Urgency)[] = [...urgencies, ...stateNames];

/** What is not understood counts as left out: a page with everything helps more than a refusal. */
export function readFilter(query: URLSearchParams): Filter {
  const given = query.get('state') ?? '';
  return {
    namespace: query.get('namespace') ?? '',
    issuer: query.get('issuer') ?? '',
    state: stateChoices.find((choice) => choice === given) ?? '',
    text: (query.get('text') ?? '').trim(),
  };
}

/** @param page the first one is left out */
export function queryOf(filter: Filter, page = 1): string {
  const members = Object.entries({ ...filter, page: page > 1 ? String(page) : '' });
  const query = new URLSearchParams(members.filter(([, value]) => value !== ''));
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** The parts of a filter that look at the Certificate alone. */
export function matcher({ namespace, issuer, text }: Filter): (certificate: Certificate) => boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return (certificate) =>
    (namespace === '' || certificate.metadata.namespace === namespace) &&
    (issuer === '' || issuerLabel(certificate) === issuer) &&
    (words.length === 0 || holdsAll(searchText(certificate), words));
}

export function matchesState(state: State, wanted: Filter['state']): boolean {
  return wanted === '' || state === wanted || states[state].urgency === wanted;
}

/** `ClusterIssuer/letsencrypt`; with the group in front where that is not ours. */
export function issuerLabel({ spec }: Certificate): string {
  const { name, kind, group } = issuerNameOf(spec);
  return group === 'cert-manager.io' ? `${kind}/${name}` : `${group}/${kind}/${name}`;
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word));
}

function searchText(certificate: Certificate): string {
  const { metadata, spec, status } = certificate;
  const said = (['Ready', 'Issuing'] as const).map(
    (type) => findCondition(status?.conditions, type)?.message,
  );
  return [metadata.name, metadata.namespace, spec.secretName, ...namesOf(certificate), ...said]
    .join('\n')
    .toLowerCase();
}
