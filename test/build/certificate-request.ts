import type {
  CertificateRequest,
  CertificateRequestSpec,
  CertificateRequestStatus,
} from '../../api/certificate-request/certificate-request.ts';
import { certificateRequests } from '../../api/kinds.ts';
import { build, condition, type Overrides } from './object.ts';

/** `web/shop-1`: the first request of `web/shop`, made by the controller; its CSR is not a real one. */
export function certificateRequest(
  overrides: Overrides<CertificateRequestSpec, CertificateRequestStatus> = {},
): CertificateRequest {
  const spec: CertificateRequestSpec = {
    request: Buffer.from('not a real CSR').toString('base64'),
    issuerRef: { name: 'ca' },
    username: 'system:serviceaccount:certloom:certloom-controller',
    groups: ['system:serviceaccounts', 'system:authenticated'],
  };
  return build(certificateRequests, spec, { name: 'shop-1', ...overrides });
}

/** The status of a request that an approver has approved and nobody has signed. */
export const approved: CertificateRequestStatus = {
  conditions: [
    condition('Approved', 'True', {
      reason: 'cert-manager.io',
      message: 'Certificate request has been approved by cert-manager.io',
    }),
  ],
};
