import type { VaultIssuer } from '../../../api/issuer/issuer.ts';
import type { Store } from '../../../runtime/store.ts';
import { type VaultClients, vaultOf } from '../../vault/clients.ts';
import { vaultSecretEntries, vaultSecretNames } from '../../vault/secret-names.ts';
import type { SecretFacts } from '../../secret-facts.ts';
import { notReady, telling } from '../outcome.ts';
import type { IssuerSetup, IssuerToSetUp, SetUpOutcome } from '../setup.ts';
import { configProblem } from './config.ts';

export interface VaultSetupTools {
  readonly clients: VaultClients;
  readonly secrets: Pick<Store<SecretFacts>, 'get'>;
}

const reason = 'VaultError';
const client = 'Failed to initialize Vault client: ';
const health = 'Failed to verify Vault is initialized and unsealed: ';

/** Verifies that a Vault is well and lets the issuer in. What was verified costs no call until something changes. */
export function vaultSetup(tools: VaultSetupTools): IssuerSetup {
  return {
    secretNames: (issuer) => vaultSecretNames(vaultOf(issuer)),
    async setUp(wanted) {
      const vault = vaultOf(wanted.issuer);
      const problem = configProblem(vault);
      if (problem !== undefined) return notReady('wrong', reason, problem);
      const missing = missingSecret(tools, wanted, vault);
      if (missing !== undefined) return notReady('missing', reason, `${client}${missing}`);
      const open = await telling(tools.clients.open(wanted), reason, client);
      if (!open.verified) {
        await telling(open.client.health(), reason, health);
        await telling(open.client.logIn(), reason, client);
        open.verified = true;
      }
      return verified;
    },
  };
}

const verified: SetUpOutcome = {
  ready: true,
  reason: 'VaultVerified',
  message: 'Vault verified',
};

/** As the API server would say it. A Secret that comes later wakes the issuer. */
function missingSecret(
  { secrets }: VaultSetupTools,
  { resourceNamespace }: IssuerToSetUp,
  vault: VaultIssuer,
): string | undefined {
  for (const { name, key } of vaultSecretEntries(vault)) {
    const keys = secrets.get(`${resourceNamespace}/${name}`)?.dataKeys;
    if (keys === undefined) return `secrets "${name}" not found`;
    if (!keys.includes(key)) return `no data for "${key}" in secret '${resourceNamespace}/${name}'`;
  }
  return undefined;
}
