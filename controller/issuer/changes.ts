import { findCondition } from '../../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { keyOf } from '../../api/resource.ts';
import { sameValue } from '../../api/same-value.ts';
import type { Change, Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import type { Stores } from '../wiring.ts';

type AnyIssuer = Issuer | ClusterIssuer;
type IssuerKind = 'Issuer' | 'ClusterIssuer';
type Listener = (kind: IssuerKind, issuer: AnyIssuer) => void;

/**
 * Tells of changes of issuers that may mend what failed, or break what worked: their spec, their readiness, the content of
 * a Secret they name; and of issuers that come and go.
 */
export interface IssuerChanges {
  subscribe(listener: Listener): () => void;
}

export function watchIssuerChanges(
  stores: Pick<Stores, 'issuers' | 'clusterIssuers' | 'secrets'>,
): IssuerChanges {
  const listeners = new Set<Listener>();
  const tell = (kind: IssuerKind, issuer: AnyIssuer): void => {
    for (const listener of listeners) listener(kind, issuer);
  };
  follow(stores.issuers, (issuer) => tell('Issuer', issuer));
  follow(stores.clusterIssuers, (issuer) => tell('ClusterIssuer', issuer));
  stores.secrets.subscribe((change) => {
    if (!contentChanged(change)) return;
    const secretKey = keyOf(change.object);
    for (const issuer of stores.issuers.by('secret', secretKey)) tell('Issuer', issuer);
    for (const issuer of stores.clusterIssuers.by('secret', secretKey)) tell('ClusterIssuer', issuer);
  });
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function follow<T extends AnyIssuer>(store: Store<T>, tell: (issuer: T) => void): void {
  store.subscribe((change) => {
    if (change.type !== 'modified' || matters(change.before, change.object)) tell(change.object);
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
