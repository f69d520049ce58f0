import { Gauge, type Registry } from '@prometheus-io/client';

import type { Certificate } from '../api/certificate/certificate.ts';
import type { Challenge } from '../api/challenge/challenge.ts';
import { type Condition, findCondition } from '../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import type { Stores } from './wiring.ts';

const conditionStatuses = ['True', 'False', 'Unknown'] as const;
const certificateLabels = ['name', 'namespace', 'issuer_name', 'issuer_kind', 'issuer_group'] as const;

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
export function addObjectMetrics(registry: Registry, stores: () => Stores | undefined): void {
  addCertificateMetrics(registry, () => stores()?.certificates.list() ?? []);
  addIssuerMetric(registry, 'issuer', () => stores()?.issuers.list() ?? []);
  addIssuerMetric(registry, 'clusterissuer', () => stores()?.clusterIssuers.list() ?? []);
  addChallengeMetric(registry, () => stores()?.challenges.list() ?? []);
}

function addCertificateMetrics(registry: Registry, list: () => readonly Certificate[]): void {
  const ready = new Gauge({
    name: 'certmanager_certificate_ready_status',
    help: 'The ready status of the certificate.',
    labelNames: [...certificateLabels, 'condition'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const certificate of list()) {
        const labels = labelsOf(certificate);
        eachStatus(certificate.status?.conditions, (condition, value) =>
          this.set({ ...labels, condition }, value),
        );
      }
    },
  });
  registry.registerMetric(ready);
  for (const [name, [field, help]] of Object.entries(times)) {
    const gauge = new Gauge({
      name,
      help,
      labelNames: certificateLabels,
      registers: [],
      collect() {
        this.reset();
        for (const certificate of list())
          this.set(labelsOf(certificate), seconds(certificate.status?.[field]));
      },
    });
    registry.registerMetric(gauge);
  }
}

function addIssuerMetric(
  registry: Registry,
  kind: 'issuer' | 'clusterissuer',
  list: () => readonly (Issuer | ClusterIssuer)[],
): void {
  const gauge = new Gauge({
    name: `certmanager_${kind}_ready_status`,
    help: `The ready status of the ${kind}.`,
    labelNames: ['name', 'namespace', 'condition'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const { metadata, status } of list()) {
        const place = kind === 'issuer' ? { namespace: metadata.namespace ?? '' } : {};
        const labels = { name: metadata.name ?? '', ...place };
        eachStatus(status?.conditions, (condition, value) => this.set({ ...labels, condition }, value));
      }
    },
  });
  registry.registerMetric(gauge);
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

function addChallengeMetric(registry: Registry, list: () => readonly Challenge[]): void {
  const gauge = new Gauge({
    name: 'certmanager_certificate_challenge_status',
    help: 'The status of certificate challenges.',
    labelNames: ['status', 'domain', 'reason', 'processing', 'name', 'namespace', 'type'] as const,
    registers: [],
    collect() {
      this.reset();
      for (const challenge of list()) {
        const labels = challengeLabels(challenge);
        const current = challenge.status?.state ?? '';
        for (const state of challengeStates)
          this.set({ ...labels, status: state }, state === current ? 1 : 0);
      }
    },
  });
  registry.registerMetric(gauge);
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

function eachStatus(
  conditions: readonly Condition[] | undefined,
  set: (condition: string, value: number) => void,
): void {
  const ready = findCondition(conditions, 'Ready')?.status ?? 'Unknown';
  for (const status of conditionStatuses) set(status, status === ready ? 1 : 0);
}

/** 0 stands for unknown. */
function seconds(time: string | undefined): number {
  return time === undefined ? 0 : new Date(time).getTime() / 1000;
}
