import type { Issuer } from '../issuer/issuer.ts';
import { certificates, clusterIssuers, issuers } from '../kinds.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../resource.ts';
import { secrets } from '../secret.ts';
import { isNewThisWeek } from './new-certificate.ts';
import { registeredDomain } from './registered-domain.ts';
import type { SecretFacts, World } from './world.ts';

/** Where objects of a list stand to each other. */
export interface ObjectPlaces {
  /** The same for objects that are in the same namespace as far as that is known. */
  namespaceOf(object: KubeObject): string;
  /** Whether two objects may be in the same namespace. */
  mayMeet(one: KubeObject, other: KubeObject): boolean;
  nameOf(object: KubeObject): string;
  /** Whether an issuer is known to exist though it is not in the list. */
  isElsewhere(kind: string, name: string): boolean;
  /** What is wrong with a Secret of the list that a Certificate would be written into. */
  writerOf(secret: KubeObject): string | undefined;
  readonly where: string;
  readonly advice: string;
  /** Namespaces in which ClusterIssuers may keep their Secrets. */
  readonly clusterNamespaces: ReadonlySet<string>;
  /** Whether the list holds every Certificate with its state. */
  readonly isLive: boolean;
}

function ofKind<T extends KubeObject>(objects: readonly KubeObject[], resource: Resource<T>): readonly T[] {
  const apiVersion = apiVersionOf(resource);
  const found = objects.filter((object) => object.kind === resource.kind && object.apiVersion === apiVersion);
  return found as readonly KubeObject[] as readonly T[];
}

/** The schema lets a Certificate through that has none. */
function hasSpec(object: KubeObject): boolean {
  return (object as { readonly spec?: unknown }).spec !== undefined;
}

type ByName<T> = ReadonlyMap<string, readonly T[]>;

function byName<T extends KubeObject>(objects: readonly T[]): ByName<T> {
  return Map.groupBy(objects, ({ metadata }) => metadata.name ?? '');
}

/** The names of entries, as far as they are written down. */
function factsOf(secret: KubeObject, writer: string | undefined): SecretFacts {
  const { data = {}, stringData = {} } = secret as KubeObject & { data?: object; stringData?: object };
  return {
    keys: [...Object.keys(data), ...Object.keys(stringData)],
    ...(writer !== undefined && { writer }),
  };
}

/** The world of a list of objects, such as files. What is not in the list may still be somewhere. */
export function worldOfObjects(objects: readonly KubeObject[], places: ObjectPlaces, now: Date): World {
  const named = {
    Issuer: byName(ofKind<Issuer>(objects, issuers)),
    ClusterIssuer: byName(ofKind<Issuer>(objects, clusterIssuers)),
  };
  const allCertificates = ofKind(objects, certificates).filter(hasSpec);
  const secretKey = (object: KubeObject, name: string): string => `${places.namespaceOf(object)}/${name}`;
  const claims = Map.groupBy(allCertificates, (one) => secretKey(one, one.spec.secretName));
  const known = new Map(
    ofKind(objects, secrets).map((one) => [secretKey(one, one.metadata.name ?? ''), one]),
  );
  const order = new Map(allCertificates.map((certificate, index) => [certificate, index]));

  /** Those in the same namespace as far as that is known, else those that may be. */
  function nearby(from: KubeObject, candidates: readonly Issuer[]): readonly Issuer[] {
    const same = candidates.filter((issuer) => places.namespaceOf(issuer) === places.namespaceOf(from));
    return same.length > 0 ? same : candidates.filter((issuer) => places.mayMeet(issuer, from));
  }

  return {
    now,
    advice: places.advice,
    where: () => places.where,
    issuersOf(from, { name = '', kind }) {
      const candidates = named[kind === 'ClusterIssuer' ? kind : 'Issuer'].get(name) ?? [];
      const found = kind === 'ClusterIssuer' ? candidates : nearby(from, candidates);
      return found.length === 0 && places.isElsewhere(kind || 'Issuer', name) ? undefined : found;
    },
    issuerNames: (kind) => [...named[kind].keys()],
    rivalsOf(certificate) {
      const rivals = claims.get(secretKey(certificate, certificate.spec.secretName)) ?? [];
      const own = order.get(certificate) ?? rivals.length;
      return rivals.filter(
        (other) => (order.get(other) ?? 0) < own && other.metadata.name !== certificate.metadata.name,
      );
    },
    secretOf(from, name) {
      if (from.kind === 'ClusterIssuer') return undefined;
      const secret = known.get(secretKey(from, name));
      return secret && factsOf(secret, places.writerOf(secret));
    },
    sharesSecrets: (certificate, issuer) =>
      issuer.kind === 'ClusterIssuer'
        ? places.clusterNamespaces.has(places.namespaceOf(certificate))
        : places.namespaceOf(issuer) === places.namespaceOf(certificate),
    newCertificates: (domain) =>
      places.isLive
        ? allCertificates.filter(
            (certificate) =>
              isNewThisWeek(certificate, now) &&
              (certificate.spec.dnsNames ?? []).some((name) => registeredDomain(name) === domain),
          )
        : undefined,
    nameOf: (object) => places.nameOf(object),
  };
}

/** A list of objects with everything stated, as in examples of rules. */
export function worldOfExample(objects: readonly KubeObject[]): World {
  const namespaceOf = ({ metadata }: KubeObject): string => metadata.namespace ?? '';
  const places: ObjectPlaces = {
    namespaceOf,
    mayMeet: (one, other) => namespaceOf(one) === namespaceOf(other),
    nameOf: ({ kind = '', metadata }) => `${kind} ${metadata.name ?? ''}`,
    isElsewhere: () => false,
    writerOf: () => 'belongs to somebody else',
    where: 'in the cluster',
    advice: '',
    clusterNamespaces: new Set(['certloom']),
    isLive: true,
  };
  return worldOfObjects(objects, places, new Date('2026-01-01T00:00:00Z'));
}
