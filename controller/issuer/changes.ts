import { findCondition } from '../../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { type KubeObject, keyOf } from '../../api/resource.ts';
import { sameValue } from '../../api/same-value.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Change, Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import type { Stores } from '../wiring.ts';

type AnyIssuer = Issuer | ClusterIssuer;
type IssuerKind = 'Issuer' | 'ClusterIssuer';
type Listener = (kind: IssuerKind, issuer: AnyIssuer) => void;

/**
 * Knows when issuers last changed in a way that may mend what failed: their spec, their readiness, or a Secret they name.
 * Only of this process: after a restart the ordinary rest goes on.
 */
export interface IssuerChanges {
  lastChange(issuer: AnyIssuer): Date | undefined;
  /** Told of such changes, and of issuers that come and go. */
  subscribe(listener: Listener): () => void;
}

export function watchIssuerChanges(stores: Stores, clock: Clock): IssuerChanges {
  const lastChanges = new Map<string, Date>();
  const listeners = new Set<Listener>();
  const changed = (kind: IssuerKind, issuer: AnyIssuer, at: Date | undefined): void => {
    const before = lastChanges.get(keyOf(issuer));
    if (at === undefined) lastChanges.delete(keyOf(issuer));
    else if (before === undefined || at > before) lastChanges.set(keyOf(issuer), at);
    for (const listener of listeners) listener(kind, issuer);
  };
  const momentOf = momentOfChange(clock);
  follow(stores.issuers, (change) => changed('Issuer', change.object, momentOf(change)));
  follow(stores.clusterIssuers, (change) => changed('ClusterIssuer', change.object, momentOf(change)));
  stores.secrets.subscribe((change) => {
    if (!contentChanged(change)) return;
    const secretKey = keyOf(change.object);
    const at = momentOf(change) ?? clock.now();
    for (const issuer of stores.issuers.by('secret', secretKey)) changed('Issuer', issuer, at);
    for (const issuer of stores.clusterIssuers.by('secret', secretKey)) changed('ClusterIssuer', issuer, at);
  });
  return {
    lastChange: (issuer) => lastChanges.get(keyOf(issuer)),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What we meet for the first time changed when it was made: a restart of ours is no reason to try anything again. */
function momentOfChange(clock: Clock): (change: Change<KubeObject>) => Date | undefined {
  return ({ type, object }) => {
    if (type === 'deleted') return undefined;
    return type === 'modified' ? clock.now() : new Date(object.metadata.creationTimestamp ?? 0);
  };
}

function follow<T extends AnyIssuer>(store: Store<T>, changed: (change: Change<T>) => void): void {
  store.subscribe((change) => {
    if (change.type !== 'modified' || matters(change.before, change.object)) changed(change);
  });
}

function matters(before: AnyIssuer, after: AnyIssuer): boolean {
  return !sameValue(before.spec, after.spec) || readiness(before) !== readiness(after);
}

function readiness({ status }: AnyIssuer): string {
  const ready = findCondition(status?.conditions, 'Ready');
  return `${ready?.status} ${ready?.reason}`;
}

function contentChanged(change: Change<SecretFacts>): boolean {
  return change.type !== 'modified' || !sameValue(change.before.dataDigests, change.object.dataDigests);
}
