import type { Certificate } from '../../api/certificate/certificate.ts';
import type { Issuer } from '../../api/issuer/issuer.ts';
import { certificates, clusterIssuers, issuers } from '../../api/kinds.ts';
import { registeredDomain } from '../../api/reference/registered-domain.ts';
import type { KubeObject } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import type { ReflectorOptions } from '../../runtime/watch.ts';
import { startReflector } from '../../runtime/watch.ts';
import type { Indexes, Store } from '../../runtime/store.ts';
import { trimObject } from '../../runtime/trim.ts';
import { type KnownSecret, knownSecret } from './known-secret.ts';

/** What the webhook knows of the cluster. */
export interface WebhookStores {
  readonly certificates: Store<Certificate>;
  readonly issuers: Store<Issuer>;
  readonly clusterIssuers: Store<Issuer>;
  /** `undefined` when the webhook may not look at them. */
  readonly secrets: Store<KnownSecret> | undefined;
}

/** The schema lets a Certificate through that has no spec. */
const nothing: Certificate['spec'] = { secretName: '', issuerRef: { name: '' } };

/** What is kept of a Certificate: there are many of them. */
export function knownCertificate({ metadata, status, ...certificate }: Certificate): Certificate {
  const { annotations: _, labels: _labels, managedFields: _fields, ...kept } = metadata;
  const { secretName, issuerRef, dnsNames = [] } = (certificate as Partial<Certificate>).spec ?? nothing;
  const { notBefore } = status ?? {};
  return {
    metadata: kept,
    spec: { secretName, issuerRef, ...(isNew(status) && { dnsNames }) },
    ...(notBefore !== undefined && { status: { notBefore } }),
  };
}

/** Issued once at most: renewals do not count against the limits of a domain. */
function isNew(status: Certificate['status']): boolean {
  return (status?.revision ?? 1) <= 1;
}

function knownIssuer(issuer: Issuer): Issuer {
  const { status: _, ...known } = trimObject(issuer);
  return known;
}

export const certificateIndexes = {
  /** `namespace/name` of the Secret. */
  secret: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.secretName}`],
  /** Registered domains of the names of new ones. */
  domain: ({ spec }) => [...new Set((spec.dnsNames ?? []).map(registeredDomain))],
} satisfies Indexes<Certificate>;

type Watching = Pick<ReflectorOptions<KubeObject>, 'connection' | 'signal' | 'log' | 'metrics' | 'clock'>;

/** Starts to watch what rules about several objects ask about. Nobody waits for it. */
export function startStores(watching: Watching, watchSecrets: boolean): WebhookStores {
  return {
    certificates: startReflector({
      ...watching,
      resource: certificates,
      trim: knownCertificate,
      indexes: certificateIndexes,
    }),
    issuers: startReflector({ ...watching, resource: issuers, trim: knownIssuer }),
    clusterIssuers: startReflector({ ...watching, resource: clusterIssuers, trim: knownIssuer }),
    secrets: watchSecrets
      ? startReflector<KnownSecret, KubeObject>({
          ...watching,
          resource: secrets,
          metadataOnly: true,
          // of a release there may be a hundred, and nobody refers to them
          fieldSelector: 'type!=helm.sh/release.v1',
          trim: knownSecret,
        })
      : undefined,
  };
}
