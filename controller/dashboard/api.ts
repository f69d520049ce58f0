import { rfc3339 } from '../../api/conditions.ts';
import type { Details } from './model/details.ts';
import type { Link } from './model/links.ts';
import type { IssuerLine } from './model/issuers.ts';
import type { Attempt } from './model/life.ts';
import type { Overview } from './model/overview.ts';
import type { Summary } from './model/summary.ts';

/** The shapes of the JSON API (docs/dashboard.md): members are added, and never removed or renamed. */

export function overviewJson(overview: Overview, now: Date): object {
  const { total, page, pages, counts, dueThisWeek, rows } = overview;
  return { asOf: rfc3339(now), total, page, pages, counts, dueThisWeek, certificates: rows.map(summaryJson) };
}

export function summaryJson(summary: Summary): object {
  const { namespace, name, state, urgency, names, issuer, failedAttempts, nextTry, why } = summary;
  return {
    namespace,
    name,
    state,
    urgency,
    names,
    issuer,
    notBefore: instant(summary.notBefore),
    notAfter: instant(summary.notAfter),
    renewalTime: instant(summary.renewal),
    failedAttempts,
    next:
      nextTry.is === 'at' ? { what: nextTry.what, at: instant(nextTry.at) } : { what: nextTry.is, at: null },
    why: why ?? null,
  };
}

export function detailsJson({ summary, life, chain, secretName, revision }: Details): object {
  return {
    asOf: rfc3339(life.now),
    ...summaryJson(summary),
    secretName,
    revision,
    overdueFrom: instant(life.overdueFrom),
    lastFailureTime: instant(life.lastFailure),
    attempts: life.attempts.map(attemptJson),
    chain: chain.map(linkJson),
  };
}

function attemptJson({ at, revision, outcome, name, words }: Attempt): object {
  return { at: instant(at), revision, outcome, request: name, words };
}

function linkJson({ kind, namespace, name, state, label, words, facts, conditions }: Link): object {
  return { kind, namespace, name, state, label, words, facts: Object.fromEntries(facts), conditions };
}

export function issuersJson(lines: readonly IssuerLine[], now: Date): object {
  const issuers = lines.map((line) => ({ ...line, server: line.server ?? null, since: instant(line.since) }));
  return { asOf: rfc3339(now), issuers };
}

function instant(at: Date | undefined): string | null {
  return at === undefined ? null : rfc3339(at);
}
