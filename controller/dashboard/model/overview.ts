import type { Certificate } from '../../../api/certificate/certificate.ts';
import { compare } from './chain.ts';
import { type Filter, issuerLabel, matchesState, matcher } from './filter.ts';
import { type State, type Urgency, rankOf, states } from './state.ts';
import { type Summary, stateIn, summaryOf } from './summary.ts';
import type { View } from './view.ts';

/** All Certificates that a filter lets through, the most urgent first, a page at a time. */
export interface Overview {
  readonly filter: Filter;
  readonly rows: readonly Summary[];
  /** Let through, on all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** By urgency, as if the filter said nothing of states. */
  readonly counts: Readonly<Record<Urgency, number>>;
  /** Renewed within seven days by plan, of those that are well. */
  readonly dueThisWeek: number;
  readonly choices: { readonly namespaces: readonly string[]; readonly issuers: readonly string[] };
}

export const pageSize = 50;

interface Judged {
  readonly certificate: Certificate;
  readonly state: State;
}

/** @param page from 1; one that there is not gives the nearest */
export function overviewOf(view: View, filter: Filter, page: number, size = pageSize): Overview {
  const all = view.stores.certificates.list();
  const judged = all
    .filter(matcher(filter))
    .map((certificate) => ({ certificate, state: stateIn(view, certificate) }));
  const wanted = judged.filter(({ state }) => matchesState(state, filter.state)).sort(byUrgency);
  const pages = Math.max(1, Math.ceil(wanted.length / size));
  const at = Math.min(Math.max(1, page), pages);
  const rows = wanted.slice((at - 1) * size, at * size);
  return {
    filter,
    rows: rows.map(({ certificate, state }) => summaryOf(view, certificate, state)),
    total: wanted.length,
    page: at,
    pages,
    counts: countsOf(judged),
    dueThisWeek: judged.filter(({ certificate }) => isDue(certificate, view.now)).length,
    choices: {
      namespaces: distinct(all.map(({ metadata }) => metadata.namespace ?? '')),
      issuers: distinct(all.map(issuerLabel)),
    },
  };
}

/** Within a state, what ends first comes first; what has no end yet before that. */
function byUrgency(one: Judged, other: Judged): number {
  return (
    rankOf(one.state) - rankOf(other.state) ||
    compare(endOf(one), endOf(other)) ||
    compare(nameOf(one), nameOf(other))
  );
}

/** RFC 3339 in UTC sorts as text. */
function endOf({ certificate: { status } }: Judged): string {
  return status?.notAfter ?? '';
}

function nameOf({ certificate: { metadata } }: Judged): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

function countsOf(judged: readonly Judged[]): Readonly<Record<Urgency, number>> {
  const counts = { attention: 0, progress: 0, well: 0 };
  for (const { state } of judged) counts[states[state].urgency] += 1;
  return counts;
}

const weekMs = 7 * 86_400_000;

/** Planned renewals; those that are late already count too. */
function isDue({ status }: Certificate, now: Date): boolean {
  return status?.renewalTime !== undefined && Date.parse(status.renewalTime) - now.getTime() < weekMs;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compare);
}
