import type { SecretKeyRef } from '../references.ts';
import type { Example, Violation } from '../rule.ts';
import type { Dns01Solver, Http01Solver, Issuer, IssuerSpec, Solver } from './issuer.ts';

/** Upstream judges the first type it finds, in this order, and refuses all others. */
export const issuerTypes = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'] as const;
export type IssuerType = (typeof issuerTypes)[number];

/** The ways to log in to a Vault server. */
export const vaultLogins = ['tokenSecretRef', 'appRole', 'clientCertificate', 'kubernetes', 'aws'] as const;

/** The order in which upstream looks for a DNS01 provider; only the first one found is judged. */
export const dns01Providers = [
  'akamai',
  'azureDNS',
  'cloudDNS',
  'cloudflare',
  'route53',
  'acmeDNS',
  'digitalocean',
  'rfc2136',
  'webhook',
] as const;
export type Dns01Provider = (typeof dns01Providers)[number];

export function statedTypes(spec: IssuerSpec): readonly IssuerType[] {
  return issuerTypes.filter((type) => spec[type] !== undefined);
}

/** The settings of this type, when it is the one that counts. */
export function settingsOf<Type extends IssuerType>(
  issuer: Issuer,
  type: Type,
): IssuerSpec[Type] | undefined {
  return statedTypes(issuer.spec)[0] === type ? issuer.spec[type] : undefined;
}

/** Every solver of an ACME issuer, each with the path of its field. */
export function statedSolvers(
  issuer: Issuer,
): readonly { readonly field: string; readonly solver: Solver }[] {
  const solvers = settingsOf(issuer, 'acme')?.solvers ?? [];
  return solvers.map((solver, index) => ({ field: `spec.acme.solvers[${index}]`, solver }));
}

export function statedHttp01(
  issuer: Issuer,
): readonly { readonly field: string; readonly http01: Http01Solver }[] {
  return statedSolvers(issuer).flatMap(({ field, solver: { http01 } }) =>
    http01 ? [{ field: `${field}.http01`, http01 }] : [],
  );
}

/** Every DNS01 solver; beside an HTTP01 one in the same solver it is not looked at, the clash is reported instead. */
export function statedDns01(
  issuer: Issuer,
): readonly { readonly field: string; readonly dns01: Dns01Solver }[] {
  return statedSolvers(issuer).flatMap(({ field, solver: { dns01, http01 } }) =>
    dns01 && !http01 ? [{ field: `${field}.dns01`, dns01 }] : [],
  );
}

/** Every DNS01 solver of this provider, with the path and the provider's settings. */
export function statedProvider<Provider extends Dns01Provider>(
  issuer: Issuer,
  provider: Provider,
): readonly { readonly field: string; readonly config: NonNullable<Dns01Solver[Provider]> }[] {
  return statedDns01(issuer).flatMap(({ field, dns01 }) => {
    const first = dns01Providers.find((name) => dns01[name] !== undefined);
    const config = dns01[provider];
    return first === provider && config ? [{ field: `${field}.${provider}`, config }] : [];
  });
}

/** `Required` for an empty or absent value. */
export function required(field: string, value: string | undefined, detail: string): readonly Violation[] {
  return value ? [] : [{ field, kind: 'Required', detail }];
}

/** A reference to one entry of a Secret needs both halves. */
export function requiredRef(field: string, ref: SecretKeyRef | undefined): readonly Violation[] {
  return [
    ...required(`${field}.name`, ref?.name, 'name the Secret'),
    ...required(`${field}.key`, ref?.key, 'name the entry of the Secret'),
  ];
}

/** A path on a Vault server must not climb out of its mount. */
export function climbs(path: string | undefined): boolean {
  return (path ?? '').split('/').includes('..');
}

type Overrides = { readonly [Key in keyof IssuerSpec]?: unknown };

/** An example Issuer with this spec. Examples that fail may hold what the types would not allow. */
export function at(spec: Overrides): Example<Issuer> {
  return {
    after: {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'ca', namespace: 'web' },
      spec: spec as IssuerSpec,
    },
  };
}

const account = {
  server: 'https://acme.example/directory',
  privateKeySecretRef: { name: 'account' },
  solvers: [{ http01: { ingress: {} } }],
};

/** An example ACME Issuer: a legal one with these members instead. */
export function atAcme(members: object): Example<Issuer> {
  return at({ acme: { ...account, ...members } });
}

/** An example ACME Issuer whose only solver has these DNS01 settings. */
export function atDns01(dns01: object): Example<Issuer> {
  return atAcme({ solvers: [{ dns01 }] });
}

/** An example ACME Issuer whose only solver has these HTTP01 settings. */
export function atHttp01(http01: object): Example<Issuer> {
  return atAcme({ solvers: [{ http01 }] });
}

/** An example Vault Issuer: a legal one with these members instead. */
export function atVault(members: object): Example<Issuer> {
  const auth = { tokenSecretRef: { name: 'vault-token', key: 'token' } };
  return at({ vault: { server: 'https://vault.example', path: 'pki/sign/web', auth, ...members } });
}

/** An example Venafi Issuer: a legal one with these members instead. */
export function atVenafi(members: object): Example<Issuer> {
  const cloud = { apiTokenSecretRef: { name: 'token', key: 'api-key' } };
  return at({ venafi: { zone: 'web', cloud, ...members } });
}
