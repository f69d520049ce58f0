import type { ClusterIssuer, Issuer, IssuerStatus } from '../../api/issuer/issuer.ts';
import type { EventFact } from '../../runtime/reconcile.ts';

/** An issuer to be verified. */
export interface IssuerToSetUp {
  readonly issuer: Issuer | ClusterIssuer;
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** Where its Secrets live. */
  readonly resourceNamespace: string;
  readonly now: Date;
}

/** What the Ready condition shall say. */
export interface SetUpOutcome {
  readonly ready: boolean;
  readonly reason: string;
  readonly message: string;
  /**
   * Why it is not ready, for tools that wait: something that it names is not there (yet), or something is wrong that only
   * a change can mend. Left out: neither.
   */
  readonly because?: 'missing' | 'wrong';
  /** `status.acme`, whole; left out it stays as it is. */
  readonly acme?: IssuerStatus['acme'];
  readonly events?: readonly EventFact[];
}

/**
 * Verifies issuers of one type. `setUp` runs on every look at the issuer (its own changes, changes of the Secrets it
 * names, start of the process), so it must be cheap when nothing changed.
 *
 * A Failure thrown becomes Ready=False with the failure's reason and message, and a Warning event; a transient one is
 * tried again with back-off, a terminal one when something changes.
 */
export interface IssuerSetup {
  /** The Secrets in the resource namespace whose change asks for another look. */
  secretNames(issuer: Issuer | ClusterIssuer): readonly string[];
  setUp(issuer: IssuerToSetUp): Promise<SetUpOutcome>;
  /** After a success: when to look again without a change; never when left out. */
  lookAgainSeconds?(issuer: IssuerToSetUp): number | undefined;
}
