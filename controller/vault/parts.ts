import { version } from '../../runtime/version.ts';
import { vaultSetup } from '../issuer/vault/setup.ts';
import { vaultSigner } from '../issuer/vault/signer.ts';
import type { IssuerSetup } from '../issuer/setup.ts';
import type { Signer } from '../issuer/signer.ts';
import type { ControllerTools } from '../wiring.ts';
import { createVaultClients } from './clients.ts';

/** Everything about Vault, for `issuer/types.ts`. */
export function vaultParts({ cluster, stores, clock, settings }: ControllerTools): {
  readonly setup: IssuerSetup;
  readonly signer: Signer;
} {
  const clients = createVaultClients({
    cluster,
    secrets: stores.secrets,
    clock,
    userAgent: `certloom/${version}`,
    ...(settings.proxies && { proxies: settings.proxies }),
  });
  return {
    setup: vaultSetup({ clients, secrets: stores.secrets }),
    signer: vaultSigner({ clients, requests: stores.requests }),
  };
}
