import type { Challenge } from '../../api/challenge/challenge.ts';
import { TransientFailure } from '../../api/failure.ts';
import type { BuiltInProviders } from '../../dns/providers/index.ts';
import type { DnsView } from '../../dns/resolver.ts';
import type { AcmeAccounts } from '../acme/accounts.ts';
import type { AcmeClient } from '../acme/client.ts';
import { findIssuer } from '../issuer-ref.ts';
import type { ControllerTools } from '../wiring.ts';
import type { HttpChecks } from './http01/checks.ts';
import type { IngressEditor } from './http01/ingress-editor.ts';
import type { ChallengeMemory } from './memory.ts';
import type { ChallengeMetrics } from './metrics.ts';

/** What the Challenges' reconciler may touch of the world. */
export interface ChallengeTools extends Pick<
  ControllerTools,
  'cluster' | 'stores' | 'clock' | 'log' | 'record' | 'settings'
> {
  readonly accounts: AcmeAccounts;
  readonly view: DnsView;
  /** Of DNS01, built in. */
  readonly providers: BuiltInProviders;
  readonly memory: ChallengeMemory;
  readonly metrics: ChallengeMetrics;
  readonly httpChecks: HttpChecks;
  readonly ingressEditor: IngressEditor;
  /** Has other Challenges looked at. */
  enqueue(key: string): void;
}

/** The client of the account that answers the challenge. @throws {TransientFailure} while there is none */
export async function clientOf(
  { stores, settings, accounts }: ChallengeTools,
  { spec, metadata }: Challenge,
): Promise<AcmeClient> {
  const issuer = findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
  if (issuer.is === 'found') return accounts.ready(issuer);
  const why = issuer.is === 'missing' ? issuer.message : 'the issuer belongs to another controller';
  throw new TransientFailure('IssuerNotFound', `The Challenge cannot go on: ${why}`);
}
