import type { Certificate } from './certificate/certificate.ts';
import type { CertificateRequest } from './certificate-request/certificate-request.ts';
import type { Challenge } from './challenge/challenge.ts';
import type { ClusterIssuer, Issuer } from './issuer/issuer.ts';
import type { Order } from './order/order.ts';
import type { Resource } from './resource.ts';

const certManager = { group: 'cert-manager.io', version: 'v1' } as const;
const acme = { group: 'acme.cert-manager.io', version: 'v1' } as const;

export const certificates: Resource<Certificate> = {
  ...certManager,
  kind: 'Certificate',
  plural: 'certificates',
  namespaced: true,
};
export const certificateRequests: Resource<CertificateRequest> = {
  ...certManager,
  kind: 'CertificateRequest',
  plural: 'certificaterequests',
  namespaced: true,
};
export const issuers: Resource<Issuer> = {
  ...certManager,
  kind: 'Issuer',
  plural: 'issuers',
  namespaced: true,
};
export const clusterIssuers: Resource<ClusterIssuer> = {
  ...certManager,
  kind: 'ClusterIssuer',
  plural: 'clusterissuers',
  namespaced: false,
};
export const orders: Resource<Order> = { ...acme, kind: 'Order', plural: 'orders', namespaced: true };
export const challenges: Resource<Challenge> = {
  ...acme,
  kind: 'Challenge',
  plural: 'challenges',
  namespaced: true,
};
