import { effectiveRevisionHistoryLimit } from '../../api/certificate/defaults.ts';
import type { Action } from './action.ts';
import { isReadable } from '../secret-facts.ts';
import { secondsToLetBe } from './contest.ts';
import { reasonNotOurs, reasonNotReady } from './policies.ts';
import { type RequestFacts, type Seen, currentRequest } from './seen.ts';
import { untidiness } from './target-secret-checks.ts';

/** What is to be put in order while nothing is issued; nothing when all is as it should be. */
export function tidying(seen: Seen): readonly Action[] {
  return [...leftOverKeys(seen), ...oldRequests(seen), ...secretAgain(seen)];
}

function leftOverKeys({ nextKey, strayKeys }: Seen): readonly Action[] {
  const names = nextKey === undefined ? strayKeys : [nextKey.name, ...strayKeys];
  return names.map((keyName) => ({ do: 'deleteKey', keyName }));
}

/** Keeps the newest `revisionHistoryLimit` requests up to the one in use; one that failed since waits for its successor. */
function oldRequests(seen: Seen): readonly Action[] {
  const { status, spec } = seen.certificate;
  const current = currentRequest(seen);
  if (current === undefined || reasonNotReady(seen) !== undefined) return [];
  const limit = Math.max(1, effectiveRevisionHistoryLimit(spec));
  return seen.requests
    .filter(({ revision }) => revision !== undefined && revision <= (status?.revision ?? 0))
    .filter((request) => request !== current)
    .toSorted(newestFirst)
    .slice(limit - 1)
    .map((request) => ({ do: 'deleteRequest', request, why: 'it is older than the history that is kept' }));
}

function newestFirst(one: RequestFacts, other: RequestFacts): number {
  return (other.revision ?? 0) - (one.revision ?? 0);
}

function secretAgain(seen: Seen): readonly Action[] {
  const leaf = seen.secret?.leaf;
  if (seen.secret === undefined || !isReadable(leaf) || reasonNotOurs(seen) !== undefined) return [];
  if (secondsToLetBe(seen) > 0) return [];
  const why = untidiness(seen.certificate, seen.secret, leaf, seen.settings);
  return why === undefined ? [] : [{ do: 'tidySecret', why }];
}
