import type { Static } from 'typebox';

import type { DeepReadonly, KubeObject } from '../resource.ts';
import type { issuerSpec, issuerStatus } from './schema.ts';

/** `cert-manager.io/v1 Issuer`: signs for its own namespace. */
export interface Issuer extends KubeObject {
  readonly spec: IssuerSpec;
  readonly status?: IssuerStatus;
}

/** `cert-manager.io/v1 ClusterIssuer`: signs for every namespace. Spec and status are those of an Issuer. */
export interface ClusterIssuer extends Issuer {}

export type IssuerSpec = DeepReadonly<Static<typeof issuerSpec>>;
export type IssuerStatus = DeepReadonly<Static<typeof issuerStatus>>;

export type AcmeIssuer = NonNullable<IssuerSpec['acme']>;
export type CaIssuer = NonNullable<IssuerSpec['ca']>;
export type SelfSignedIssuer = NonNullable<IssuerSpec['selfSigned']>;
export type VaultIssuer = NonNullable<IssuerSpec['vault']>;
export type VenafiIssuer = NonNullable<IssuerSpec['venafi']>;
export type ExternalAccountBinding = NonNullable<AcmeIssuer['externalAccountBinding']>;

/** One entry of `spec.acme.solvers`, and `spec.solver` of a Challenge. */
export type Solver = NonNullable<AcmeIssuer['solvers']>[number];
export type SolverSelector = NonNullable<Solver['selector']>;

export type Http01Solver = NonNullable<Solver['http01']>;
export type Http01Ingress = NonNullable<Http01Solver['ingress']>;
export type Http01GatewayHttpRoute = NonNullable<Http01Solver['gatewayHTTPRoute']>;
export type Http01ParentRef = NonNullable<Http01GatewayHttpRoute['parentRefs']>[number];
export type Http01PodTemplate = NonNullable<Http01Ingress['podTemplate']>;

export type Dns01Solver = NonNullable<Solver['dns01']>;
export type Dns01Webhook = NonNullable<Dns01Solver['webhook']>;
export type Dns01Rfc2136 = NonNullable<Dns01Solver['rfc2136']>;
export type Dns01Route53 = NonNullable<Dns01Solver['route53']>;
export type Dns01AzureDns = NonNullable<Dns01Solver['azureDNS']>;
export type Dns01CloudDns = NonNullable<Dns01Solver['cloudDNS']>;
export type Dns01Cloudflare = NonNullable<Dns01Solver['cloudflare']>;
export type Dns01DigitalOcean = NonNullable<Dns01Solver['digitalocean']>;
export type Dns01Akamai = NonNullable<Dns01Solver['akamai']>;
export type Dns01AcmeDns = NonNullable<Dns01Solver['acmeDNS']>;
