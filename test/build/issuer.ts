import type { ClusterIssuer, Issuer, IssuerSpec, IssuerStatus, Solver } from '../../api/issuer/issuer.ts';
import { clusterIssuers, issuers } from '../../api/kinds.ts';
import { build, condition, type Overrides } from './object.ts';

/** An issuer's spec replaces the usual one as a whole: an issuer has one type. */
type IssuerOverrides = Omit<Overrides<IssuerSpec, IssuerStatus>, 'spec'> & { readonly spec?: IssuerSpec };

const caSpec: IssuerSpec = { ca: { secretName: 'ca-pair' } };

/** `web/ca`: a CA issuer. */
export function issuer({ spec = caSpec, ...overrides }: IssuerOverrides = {}): Issuer {
  return build<IssuerSpec, IssuerStatus>(issuers, spec, { name: 'ca', ...overrides });
}

/** `ca`, for all namespaces. */
export function clusterIssuer({ spec = caSpec, ...overrides }: IssuerOverrides = {}): ClusterIssuer {
  return build<IssuerSpec, IssuerStatus>(clusterIssuers, spec, { name: 'ca', ...overrides });
}

/** The spec of an ACME issuer with these solvers. */
export function acmeSpec(...solvers: readonly Solver[]): IssuerSpec {
  return {
    acme: {
      server: 'https://acme.example/directory',
      email: 'ops@shop.example',
      privateKeySecretRef: { name: 'acme-account' },
      solvers,
    },
  };
}

/** The status of an issuer that can be used. */
export const readyIssuer: IssuerStatus = {
  observedGeneration: 1,
  conditions: [
    condition('Ready', 'True', {
      reason: 'KeyPairVerified',
      message: 'Signing CA verified',
      observedGeneration: 1,
    }),
  ],
};
