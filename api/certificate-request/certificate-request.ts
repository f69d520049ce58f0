import type { Static } from 'typebox';

import type { DeepReadonly, KubeObject } from '../resource.ts';
import type { certificateRequestSpec, certificateRequestStatus } from './schema.ts';

/** `cert-manager.io/v1 CertificateRequest`: one signing request for one issuer. */
export interface CertificateRequest extends KubeObject {
  readonly spec: CertificateRequestSpec;
  readonly status?: CertificateRequestStatus;
}

export type CertificateRequestSpec = DeepReadonly<Static<typeof certificateRequestSpec>>;
export type CertificateRequestStatus = DeepReadonly<Static<typeof certificateRequestStatus>>;
