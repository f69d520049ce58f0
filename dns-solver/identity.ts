/** Who is asking, as Kubernetes describes users (`authentication.k8s.io/v1` UserInfo). */
export interface Identity {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';

/** The caller who showed nothing. */
export const anonymous: Identity = { username: 'system:anonymous', groups: [unauthenticated], extra: {} };

/**
 * Adds the group every authenticated user is in: the aggregator asks as `system:aggregator` with no group at all, and
 * the role that lets it read discovery is bound to this one.
 */
export function withAuthenticatedGroup(identity: Identity): Identity {
  const { username, groups } = identity;
  const settled = groups.includes(authenticated) || groups.includes(unauthenticated);
  if (settled || username === anonymous.username) return identity;
  return { ...identity, groups: [...groups, authenticated] };
}

/** What one way of authentication found out about a request. */
export type Verdict =
  /** It does not apply: nothing was shown. */
  | { readonly found: 'nothing' }
  /** Something was shown and it does not hold. The reason is for the log. */
  | { readonly found: 'refused'; readonly why: string }
  | { readonly found: 'identity'; readonly identity: Identity };

export const nothing: Verdict = { found: 'nothing' };

export function refused(why: string): Verdict {
  return { found: 'refused', why };
}

/**
 * The verdict of all ways together, in their order: the first identity wins; whoever showed something that does not hold,
 * and nothing that does, is refused and never taken for anonymous.
 */
export function judge(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of verdicts) {
    if (verdict.found !== 'identity') continue;
    return { found: 'identity', identity: withAuthenticatedGroup(verdict.identity) };
  }
  return verdicts.find(({ found }) => found === 'refused') ?? { found: 'identity', identity: anonymous };
}
