import type { IssuanceBackoff } from '../../settings.ts';
import type { Stores } from '../../wiring.ts';

/** What pages are made from. Secrets are not among it, so that no page can show one. */
export type DashboardStores = Pick<
  Stores,
  'certificates' | 'requests' | 'orders' | 'challenges' | 'issuers' | 'clusterIssuers'
>;

/** One look at everything. */
export interface View {
  readonly stores: DashboardStores;
  readonly now: Date;
  readonly settings: {
    readonly namespace?: string;
    readonly clusterResourceNamespace: string;
    readonly backoff: IssuanceBackoff;
  };
}
