import type { Certificate } from '../../api/certificate/certificate.ts';
import type { Issuer } from '../../api/issuer/issuer.ts';
import { isNewThisWeek } from '../../api/reference/new-certificate.ts';
import type { World } from '../../api/reference/world.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Store } from '../../runtime/store.ts';
import type { WebhookStores } from './stores.ts';

/** A store, once it knows everything there is. */
function synced<T extends KubeObject>(store: Store<T> | undefined): Store<T> | undefined {
  return store?.synced === true ? store : undefined;
}

function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace ?? '';
}

/** Domains of which the new Certificates are remembered. */
const rememberedDomains = 1000;
/** A count that is a little old does for a warning, and there may be thousands of one domain. */
const rememberedMs = 5000;

type NewCertificates = (domain: string, store: Store<Certificate>) => readonly Certificate[];

function rememberingNew(clock: Clock): NewCertificates {
  const known = new Map<string, { readonly found: readonly Certificate[]; readonly until: number }>();
  return (domain, store) => {
    const now = clock.now();
    const before = known.get(domain);
    if (before && before.until > now.getTime()) return before.found;
    const found = store.by('domain', domain).filter((certificate) => isNewThisWeek(certificate, now));
    if (known.size >= rememberedDomains) known.clear();
    known.set(domain, { found, until: now.getTime() + rememberedMs });
    return found;
  };
}

/**
 * The cluster as the caches know it. A cache that is not filled yet says "not known", so that nothing is said and
 * admission waits for nothing.
 *
 * @param clusterResourceNamespace where ClusterIssuers keep their Secrets
 */
export function worldOfStores(stores: WebhookStores, clusterResourceNamespace: string, clock: Clock): World {
  const newIn = rememberingNew(clock);
  const secretsNamespace = (object: KubeObject): string =>
    object.kind === 'ClusterIssuer' ? clusterResourceNamespace : namespaceOf(object);
  const storeOf = (kind: string | undefined): Store<Issuer> | undefined =>
    synced(kind === 'ClusterIssuer' ? stores.clusterIssuers : stores.issuers);
  return {
    get now() {
      return clock.now();
    },
    advice: '',
    where: (kind, from) =>
      kind === 'ClusterIssuer' ? 'in the cluster' : `in namespace ${namespaceOf(from)}`,
    issuersOf(from, { name = '', kind }) {
      const store = storeOf(kind);
      if (store === undefined) return undefined;
      const issuer = store.get(kind === 'ClusterIssuer' ? name : `${namespaceOf(from)}/${name}`);
      return issuer ? [issuer] : [];
    },
    issuerNames: (kind) =>
      storeOf(kind)
        ?.list()
        .map(({ metadata }) => metadata.name ?? '') ?? [],
    rivalsOf(certificate) {
      const key = `${namespaceOf(certificate)}/${certificate.spec.secretName}`;
      const claimants = synced(stores.certificates)?.by('secret', key) ?? [];
      return claimants.filter(
        ({ metadata }) =>
          metadata.name !== certificate.metadata.name && metadata.deletionTimestamp === undefined,
      );
    },
    secretOf(from, name) {
      const store = synced(stores.secrets);
      return store && (store.get(`${secretsNamespace(from)}/${name}`)?.facts ?? 'missing');
    },
    sharesSecrets: (certificate, issuer) => secretsNamespace(issuer) === namespaceOf(certificate),
    newCertificates: (domain) => {
      const store = synced(stores.certificates);
      return store && newIn(domain, store);
    },
    nameOf: ({ kind = 'Certificate', metadata }) => `${kind} ${metadata.name ?? ''}`,
  };
}
