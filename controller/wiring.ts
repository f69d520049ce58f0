import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../api/certificate/certificate.ts';
import type { Challenge } from '../api/challenge/challenge.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import type { Order } from '../api/order/order.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { EventRecorder } from '../runtime/events.ts';
import type { Urgency } from '../runtime/lanes.ts';
import type { Log } from '../runtime/log.ts';
import type { Reconciler } from '../runtime/reconcile.ts';
import type { Store } from '../runtime/store.ts';
import type { IssuerSetup } from './issuer/setup.ts';
import type { AskRenewalInfo } from './acme/accounts.ts';
import type { Signer } from './issuer/signer.ts';
import type { OwnIdentity } from './own-identity.ts';
import type { PendingKeys } from './pending-keys.ts';
import type { SecretFacts } from './secret-facts.ts';
import type { Settings } from './settings.ts';

/** What the controller knows of the cluster, one store per kind; see `indexes.ts` for how objects are found. */
export interface Stores {
  readonly certificates: Store<Certificate>;
  readonly requests: Store<CertificateRequest>;
  readonly issuers: Store<Issuer>;
  /** Empty for ever when the controller is bound to one namespace. */
  readonly clusterIssuers: Store<ClusterIssuer>;
  readonly orders: Store<Order>;
  readonly challenges: Store<Challenge>;
  /** Public facts and digests only: private bytes are read when needed and never kept. */
  readonly secrets: Store<SecretFacts>;
}

/** Everything a kind's controller may touch of the world. */
export interface ControllerTools {
  readonly cluster: Cluster;
  readonly stores: Stores;
  readonly clock: Clock;
  readonly log: Log;
  readonly record: EventRecorder;
  readonly settings: Settings;
  readonly keys: PendingKeys;
  readonly identity: OwnIdentity;
}

/** Stops what was started. */
export type Stop = () => void;

/** One kind as `start.ts` runs it: its reconciler, and what wakes an object of it. */
export interface KindController {
  /** The objects it looks after; each is looked at once when the controller starts. */
  readonly objects: Pick<Store<KubeObject>, 'list'>;
  readonly reconciler: Reconciler<unknown, unknown, object>;
  /** Subscribes to the stores; every listener turns a change into keys by an index, never by a scan. */
  wake(enqueue: (key: string) => void): readonly Stop[];
  /** Which of those that wait come first; all alike when left out. */
  readonly urgency?: (key: string) => Urgency;
  /** Objects worked on at once; `settings.concurrentWorkers` when left out. */
  readonly concurrency?: number;
}

/**
 * What the ACME rooms give to the rest: `controller/acme/parts.ts` exports
 * `acmeParts(tools: ControllerTools): AcmeParts`. Their indexes are `controller/order/indexes.ts` `orderIndexes` and
 * `controller/challenge/indexes.ts` `challengeIndexes`.
 */
export interface AcmeParts {
  /** Account registration of issuers with `spec.acme`. */
  readonly setup: IssuerSetup;
  /** Creates the Order of a request and reports how it goes. */
  readonly signer: Signer;
  /** When a CA would like a certificate to be renewed. */
  readonly askRenewalInfo: AskRenewalInfo;
  /** Orders and challenges. */
  readonly kinds: readonly KindController[];
}
