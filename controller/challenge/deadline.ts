import { selfCheckAnnotations } from '../../api/annotations.ts';
import { statedDuration } from '../../api/certificate/lifetimes.ts';
import type { Challenge } from '../../api/challenge/challenge.ts';
import { findIssuer } from '../issuer-ref.ts';
import type { ControllerTools } from '../wiring.ts';

/**
 * How long self-checks may hold a Challenge up before the CA is asked in any case: what an annotation of its issuer says for
 * its type of proof, else the flag. What is no duration counts as left out.
 *
 * @returns seconds
 */
export function askAnywaySeconds(
  {
    stores,
    settings,
  }: Pick<ControllerTools, 'settings'> & {
    readonly stores: Pick<ControllerTools['stores'], 'issuers' | 'clusterIssuers'>;
  },
  { spec, metadata }: Challenge,
): number {
  const found = findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
  const annotations = found.is === 'found' ? found.issuer.metadata.annotations : undefined;
  const stated = statedDuration(annotations?.[selfCheckAnnotations[spec.type]]);
  if (stated === undefined || stated < 0n) return settings.challenges.askAnywaySeconds;
  return Number(stated / 1_000_000n) / 1000;
}
