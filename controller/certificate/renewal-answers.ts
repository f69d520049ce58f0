import type { Certificate } from '../../api/certificate/certificate.ts';
import { Failure } from '../../api/failure.ts';
import { keyOf } from '../../api/resource.ts';
import type { AskRenewalInfo } from '../acme/accounts.ts';
import type { RenewalInfo } from '../acme/renewal-info.ts';
import { findIssuer } from '../issuer-ref.ts';
import type { ControllerTools, Stop, Stores } from '../wiring.ts';
import type { RenewalAnswer } from './seen.ts';

/**
 * What CAs have answered about renewal. They are asked beside everything else: one that does not answer keeps nobody
 * waiting. Only what is in a status yet outlives the process.
 */
export interface RenewalAnswers {
  of(certificate: Certificate): RenewalAnswer | undefined;
  /** Does nothing while the CA is being asked about the Certificate already. */
  ask(certificate: Certificate, certificateId: string): void;
  /** The Certificate is gone. */
  forget(certificate: Certificate): void;
  /** @param listener is told the key of a Certificate for which there is an answer */
  subscribe(listener: (key: string) => void): Stop;
}

export interface RenewalTools extends Pick<ControllerTools, 'clock' | 'log' | 'settings'> {
  readonly stores: Pick<Stores, 'issuers' | 'clusterIssuers'>;
}

export function createRenewalAnswers(tools: RenewalTools, askCa: AskRenewalInfo): RenewalAnswers {
  const { stores, settings, clock, log } = tools;
  const answers = new Map<string, RenewalAnswer>();
  const asking = new Set<string>();
  const listeners = new Set<(key: string) => void>();

  async function answer(certificate: Certificate, certificateId: string): Promise<RenewalAnswer> {
    const { spec, metadata } = certificate;
    const found = findIssuer(stores, spec.issuerRef, metadata.namespace ?? '', settings);
    const of = { certificateId, at: clock.now() };
    try {
      const info = found.is === 'found' ? await askCa(found, certificateId) : undefined;
      if (info === undefined) return { ...of, is: 'unsupported' };
      return { ...of, is: 'told', info, ...retryAfter(info) };
    } catch (error) {
      if (!(error instanceof Failure)) log.error({ object: keyOf(certificate), err: error }, 'Asking failed');
      if (!(error instanceof Failure)) return { ...of, is: 'failed', message: 'unexpected error' };
      return { ...of, is: 'failed', message: error.message, ...retryAfter(error) };
    }
  }

  async function note(certificate: Certificate, certificateId: string): Promise<void> {
    const { uid = '' } = certificate.metadata;
    answers.set(uid, await answer(certificate, certificateId));
    asking.delete(uid);
    for (const listener of listeners) listener(keyOf(certificate));
  }

  return {
    of: ({ metadata: { uid = '' } }) => answers.get(uid),
    ask(certificate, certificateId) {
      const { uid = '' } = certificate.metadata;
      if (asking.has(uid)) return;
      asking.add(uid);
      void note(certificate, certificateId);
    },
    forget: ({ metadata: { uid = '' } }) => void answers.delete(uid),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function retryAfter({ retryAfterSeconds }: Pick<Failure, 'retryAfterSeconds'> | RenewalInfo) {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}
