import { TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import type { AcmeIssuer, ClusterIssuer, Issuer } from '../../../api/issuer/issuer.ts';
import { pemLimits } from '../../../pki/pem.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import type { Store } from '../../../runtime/store.ts';
import { accountKeyRef } from '../../acme/account-key.ts';
import { storedAccountUrl } from '../../acme/accounts.ts';
import type { AcmeAccounts, OpenAccount } from '../../acme/accounts.ts';
import type { SecretFacts } from '../../secret-facts.ts';
import type { IssuerSetup, IssuerToSetUp, SetUpOutcome } from '../setup.ts';
import { createAccountSecret } from './account-secret.ts';
import { notReady, telling } from '../outcome.ts';
import { registerAccount } from './register.ts';
import { missingSolverSecrets, solverSecrets } from './solver-secrets.ts';

export interface AcmeSetupTools {
  readonly cluster: Pick<Cluster, 'create' | 'get'>;
  readonly secrets: Pick<Store<SecretFacts>, 'get'>;
  readonly accounts: AcmeAccounts;
}

/** The first edition of Let's Encrypt's API is gone; people still have it in old manifests. */
const v1Servers: Readonly<Record<string, string>> = {
  'https://acme-v01.api.letsencrypt.org/directory': 'https://acme-v02.api.letsencrypt.org/directory',
  'https://acme-staging.api.letsencrypt.org/directory':
    'https://acme-staging-v02.api.letsencrypt.org/directory',
};

/** Registers ACME accounts: key first, then the account, then Ready. A registered account costs no call. */
export function acmeSetup(tools: AcmeSetupTools): IssuerSetup {
  return {
    secretNames(issuer) {
      const acme = acmeOf(issuer);
      const external = acme.externalAccountBinding?.keySecretRef.name;
      const names = [acme.privateKeySecretRef.name, ...(external === undefined ? [] : [external])];
      return [...new Set([...names, ...solverSecrets(acme).map(({ name }) => name)])];
    },
    async setUp(wanted) {
      const acme = acmeOf(wanted.issuer);
      const misconfigured = checkConfig(acme, wanted, tools);
      if (misconfigured !== undefined) return misconfigured;
      const account = await openAccount(tools, wanted, acme);
      if (isRegistered(wanted.issuer, acme, account)) return registered(wanted.issuer.status?.acme);
      const url = await registerAccount(tools.cluster, account.client, wanted);
      return registered({
        uri: url,
        lastPrivateKeyHash: account.keyHash,
        ...(acme.email !== undefined && acme.email !== '' && { lastRegisteredEmail: acme.email }),
      });
    },
  };
}

function acmeOf(issuer: Issuer | ClusterIssuer): AcmeIssuer {
  if (issuer.spec.acme !== undefined) return issuer.spec.acme;
  throw new TerminalFailure('InvalidConfig', 'The issuer is not an ACME issuer');
}

function checkConfig(
  acme: AcmeIssuer,
  { resourceNamespace }: IssuerToSetUp,
  { secrets }: AcmeSetupTools,
): SetUpOutcome | undefined {
  const newer = v1Servers[acme.server];
  if (newer !== undefined) {
    const asked = `Your ACME server URL is set to a v1 endpoint (${acme.server}).`;
    return notReady(
      'wrong',
      'InvalidConfig',
      `${asked} You should update the spec.acme.server field to "${newer}"`,
    );
  }
  if (URL.parse(acme.server) === null) {
    return notReady('wrong', 'InvalidURL', `Failed to parse existing ACME server URI "${acme.server}"`);
  }
  const bundle = Buffer.byteLength(acme.caBundle ?? '', 'base64');
  if (bundle > pemLimits.bundle) {
    const why = `provided PEM data was larger than the maximum ${pemLimits.bundle}B`;
    return notReady('wrong', 'InvalidConfig', `spec.acme.caBundle: ${why}`);
  }
  const missing = missingSolverSecrets(acme, (name) => secrets.get(`${resourceNamespace}/${name}`)?.dataKeys);
  return missing === '' ? undefined : notReady('missing', 'InvalidSolver', missing);
}

async function openAccount(
  tools: AcmeSetupTools,
  { issuer, resourceNamespace }: IssuerToSetUp,
  acme: AcmeIssuer,
): Promise<OpenAccount> {
  const ref = accountKeyRef(acme, resourceNamespace);
  try {
    return await tools.accounts.open({ issuer, resourceNamespace });
  } catch (error) {
    if (!(error instanceof TransientFailure) || error.reason !== 'SecretNotFound') throw error;
    if (acme.disableAccountKeyGeneration === true) {
      throw new TransientFailure(
        'ErrVerifyACMEAccount',
        `Failed to verify ACME account: the ACME issuer config has 'disableAccountKeyGeneration' set to true, but the secret was not found: ${error.message}`,
      );
    }
  }
  await telling(
    createAccountSecret(tools.cluster, ref),
    'ErrRegisterACMEAccount',
    'Failed to register ACME account: ',
  );
  return tools.accounts.open({ issuer, resourceNamespace });
}

/** Registered with this key, this address and this server: then nothing needs to be asked. */
function isRegistered(issuer: Issuer | ClusterIssuer, acme: AcmeIssuer, { keyHash }: OpenAccount): boolean {
  const stored = issuer.status?.acme;
  return (
    storedAccountUrl(issuer) !== undefined &&
    stored?.lastPrivateKeyHash === keyHash &&
    (stored.lastRegisteredEmail ?? '') === (acme.email ?? '')
  );
}

function registered(acme: SetUpOutcome['acme']): SetUpOutcome {
  return {
    ready: true,
    reason: 'ACMEAccountRegistered',
    message: 'The ACME account was registered with the ACME server',
    ...(acme && { acme }),
  };
}
