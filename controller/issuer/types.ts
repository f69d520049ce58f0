import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { type IssuerTypeName, issuerTypeOf } from '../issuer-ref.ts';
import { vaultParts } from '../vault/parts.ts';
import type { AcmeParts, ControllerTools } from '../wiring.ts';
import { caSetup } from './ca/setup.ts';
import { caSigner } from './ca/signer.ts';
import { selfSignedSetup } from './self-signed/setup.ts';
import { selfSigner } from './self-signed/signer.ts';
import type { IssuerSetup } from './setup.ts';
import { sharedReads } from './shared-reads.ts';
import type { Signer } from './signer.ts';
import { unsupportedSetup } from './unsupported.ts';

/** How each type of issuer is verified and how it signs. */
export interface IssuerTypes {
  readonly setups: Readonly<Record<IssuerTypeName, IssuerSetup>>;
  readonly signers: Readonly<Partial<Record<IssuerTypeName, Signer>>>;
}

export function issuerTypes(tools: ControllerTools, acme: Pick<AcmeParts, 'setup' | 'signer'>): IssuerTypes {
  const { cluster, stores, keys } = tools;
  const vault = vaultParts(tools);
  const readSecret = sharedReads(cluster, (key) => stores.secrets.get(key)?.metadata.resourceVersion);
  return {
    setups: {
      acme: acme.setup,
      ca: caSetup((key) => stores.secrets.get(key)),
      selfSigned: selfSignedSetup,
      vault: vault.setup,
      venafi: unsupportedSetup('venafi'),
    },
    signers: {
      acme: acme.signer,
      ca: caSigner(readSecret),
      selfSigned: selfSigner(keys, readSecret),
      vault: vault.signer,
    },
  };
}

/** `namespace/name` of the Secrets an issuer depends on. @param namespace where its Secrets live */
export function secretKeysOf(
  issuer: Issuer | ClusterIssuer,
  namespace: string,
  setups: IssuerTypes['setups'],
): readonly string[] {
  const type = issuerTypeOf(issuer.spec);
  const names = type === undefined ? [] : setups[type].secretNames(issuer);
  return names.map((name) => `${namespace}/${name}`);
}
