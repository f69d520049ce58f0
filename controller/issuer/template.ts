import { effectiveDurationSeconds } from '../../api/certificate/defaults.ts';
import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import { Failure } from '../../api/failure.ts';
import { type CsrFacts, decodeCsr } from '../../pki/csr.ts';
import type { SignRequest } from '../../pki/sign.ts';
import type { SignOutcome } from './signer.ts';

/** What a certificate gets from its request, whoever signs. */
export type Template = Pick<SignRequest, 'csr' | 'durationSeconds' | 'usages' | 'isCa' | 'now'>;

/** @throws {TerminalFailure} `InvalidRequest` or `InvalidDuration` */
export function templateFor({ spec }: CertificateRequest, now: Date): Template {
  return {
    csr: csrOf(spec.request),
    durationSeconds: effectiveDurationSeconds(spec),
    usages: spec.usages ?? [],
    isCa: spec.isCA ?? false,
    now,
  };
}

function csrOf(request: string): CsrFacts {
  return decodeCsr(Buffer.from(request, 'base64'));
}

/**
 * Turns a failure into the end of the request: the same request can never be signed.
 *
 * @throws whatever is not a failure, and failures that may pass
 */
export function failedBy(error: unknown, reason: string, attempted: string): SignOutcome {
  if (!(error instanceof Failure) || error.retry) throw error;
  return { is: 'failed', reason, message: `${attempted}: ${error.message}` };
}
