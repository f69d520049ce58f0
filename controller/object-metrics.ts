import type { Certificate } from '../api/certificate/certificate.ts';
import type { Challenge } from '../api/challenge/challenge.ts';
import { type Condition, findCondition } from '../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import { type MetricFamily, type Sample, familyText } from '../runtime/metric-family.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Stores } from './wiring.ts';

const conditionStatuses = ['True', 'False', 'Unknown'] as const;

/** Upstream's gauges of times, and the status field each shows. */
const times = {
  certmanager_certificate_expiration_timestamp_seconds: [
    'notAfter',
    'The timestamp after which the certificate expires.',
  ],
  certmanager_certificate_not_after_timestamp_seconds: [
    'notAfter',
    'The timestamp after which the certificate is invalid.',
  ],
  certmanager_certificate_not_before_timestamp_seconds: [
    'notBefore',
    'The timestamp before which the certificate is invalid.',
  ],
  certmanager_certificate_renewal_timestamp_seconds: [
    'renewalTime',
    'The timestamp after which the certificate is renewed.',
  ],
} as const;

/**
 * Gauges about the objects themselves, under upstream's names, computed when Prometheus asks.
 *
 * @param stores `undefined` while this process does not lead: then another one shows them
 */
export function addObjectMetrics(metrics: Pick<Metrics, 'addText'>, stores: () => Stores | undefined): void {
  const add = <T>(family: MetricFamily<T>): void => metrics.addText(() => familyText(family));
  const certificates = (): readonly Certificate[] => stores()?.certificates.list() ?? [];
  add({
    name: 'certmanager_certificate_ready_status',
    help: 'The ready status of the certificate.',
    objects: certificates,
    samples: (certificate) => readySamples(labelsOf(certificate), certificate.status?.conditions),
  });
  for (const [name, [field, help]] of Object.entries(times)) {
    const samples = (certificate: Certificate): readonly Sample[] => [
      { labels: labelsOf(certificate), value: seconds(certificate.status?.[field]) },
    ];
    add({ name, help, objects: certificates, samples });
  }
  add(issuerFamily('issuer', () => stores()?.issuers.list() ?? []));
  add(issuerFamily('clusterissuer', () => stores()?.clusterIssuers.list() ?? []));
  add({
    name: 'certmanager_certificate_challenge_status',
    help: 'The status of certificate challenges.',
    objects: () => stores()?.challenges.list() ?? [],
    samples: challengeSamples,
  });
}

function issuerFamily(
  kind: 'issuer' | 'clusterissuer',
  objects: () => readonly (Issuer | ClusterIssuer)[],
): MetricFamily<Issuer | ClusterIssuer> {
  return {
    name: `certmanager_${kind}_ready_status`,
    help: `The ready status of the ${kind}.`,
    objects,
    samples({ metadata, status }) {
      const place = kind === 'issuer' ? { namespace: metadata.namespace ?? '' } : {};
      return readySamples({ name: metadata.name ?? '', ...place }, status?.conditions);
    },
  };
}

const challengeStates = [
  '',
  'pending',
  'processing',
  'ready',
  'valid',
  'invalid',
  'expired',
  'errored',
] as const;

function challengeSamples(challenge: Challenge): readonly Sample[] {
  const labels = challengeLabels(challenge);
  const current = challenge.status?.state ?? '';
  return challengeStates.map((status) => ({
    labels: { ...labels, status },
    value: status === current ? 1 : 0,
  }));
}

function challengeLabels({ metadata, spec, status }: Challenge) {
  return {
    domain: spec.dnsName,
    reason: status?.reason ?? '',
    processing: String(status?.processing ?? false),
    name: metadata.name ?? '',
    namespace: metadata.namespace ?? '',
    type: spec.type,
  };
}

/** Kind and group as they are written, also when that is nothing. */
function labelsOf({ metadata, spec }: Certificate) {
  return {
    name: metadata.name ?? '',
    namespace: metadata.namespace ?? '',
    issuer_name: spec.issuerRef.name,
    issuer_kind: spec.issuerRef.kind ?? '',
    issuer_group: spec.issuerRef.group ?? '',
  };
}

function readySamples(
  labels: Sample['labels'],
  conditions: readonly Condition[] | undefined,
): readonly Sample[] {
  const ready = findCondition(conditions, 'Ready')?.status ?? 'Unknown';
  return conditionStatuses.map((condition) => ({
    labels: { ...labels, condition },
    value: condition === ready ? 1 : 0,
  }));
}

/** 0 stands for unknown. */
function seconds(time: string | undefined): number {
  return time === undefined ? 0 : new Date(time).getTime() / 1000;
}
