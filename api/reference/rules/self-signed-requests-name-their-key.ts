import { requestAnnotations } from '../../annotations.ts';
import type { CertificateRequest } from '../../certificate-request/certificate-request.ts';
import { issuerReferenceOf } from '../../issuer-reference.ts';
import { issuers } from '../../kinds.ts';
import { issuer, object } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';

function request(annotations: object, issuerName = 'ca'): ReturnType<typeof object> {
  return object('cert-manager.io/v1', 'CertificateRequest', {
    metadata: { name: 'shop-1', namespace: 'web', annotations },
    spec: { issuerRef: { name: issuerName }, request: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K' },
  });
}

export const selfSignedRequestsNameTheirKey: ReferenceRule<CertificateRequest> = {
  id: 'reference/self-signed-requests-name-their-key',
  field: 'metadata.annotations',
  severity: 'deny',
  source:
    'gap R5: a self-signed issuer signs with the key of the request, which it has to find; annotations cannot be added later',
  passes: [[request({ [requestAnnotations.privateKeySecretName]: 'shop-key' }), issuer()]],
  fails: [[request({}), issuer()]],
  check(request, world) {
    const { metadata } = request;
    const issuerRef = issuerReferenceOf(request);
    const { privateKeySecretName: annotation } = requestAnnotations;
    if (metadata.annotations?.[annotation]) return [];
    if (issuerRef.group !== issuers.group) return [];
    const found = world.issuersOf(request, issuerRef) ?? [];
    if (found.length === 0 || found.some((one) => one.spec.selfSigned === undefined)) return [];
    const detail = 'name the Secret of the key to sign with';
    return [{ field: `metadata.annotations[${annotation}]`, kind: 'Required', detail }];
  },
};
