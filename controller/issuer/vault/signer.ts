import { findCondition } from '../../../api/conditions.ts';
import { formatDuration } from '../../../api/duration.ts';
import { Failure, TransientFailure } from '../../../api/failure.ts';
import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import type { Store } from '../../../runtime/store.ts';
import { decodeCertificate, decodeBundle } from '../../../pki/certificate.ts';
import { assembleChain } from '../../../pki/chain.ts';
import type { CsrFacts } from '../../../pki/csr.ts';
import type { SignedByVault } from '../../vault/answers.ts';
import { countedRefusal, loginRefused } from '../../vault/classify.ts';
import { type VaultClients, vaultOf } from '../../vault/clients.ts';
import { apiPath } from '../../vault/paths.ts';
import { retold } from '../outcome.ts';
import type { SignOutcome, SignRequest, Signer } from '../signer.ts';
import { type Template, failedBy, templateFor } from '../template.ts';

export interface VaultSignerTools {
  readonly clients: VaultClients;
  readonly requests: Pick<Store<CertificateRequest>, 'subscribe'>;
}

const attempted = 'Vault failed to sign certificate';
const secretMissing = 'Required secret resource not found: ';
const notInitialised = 'Failed to initialise vault client for signing: ';

/** What a request under way says of a Vault that does not sign; `undefined` while nothing is wrong. */
export function vaultTrouble({ status }: CertificateRequest): string | undefined {
  const { reason, message = '' } = findCondition(status?.conditions, 'Ready') ?? {};
  const isTrouble = [attempted, secretMissing, notInitialised].some((words) => message.startsWith(words));
  return reason === 'Pending' && isTrouble ? message : undefined;
}

type Issued = Extract<SignOutcome, { is: 'issued' }>;

/**
 * Has a role of a Vault sign. What was signed is kept until it stands in the request's status, so that a write that is
 * refused, however often, has nothing signed twice.
 */
export function vaultSigner(tools: VaultSignerTools): Signer {
  /** By request uid. */
  const signed = new Map<string, Issued>();
  tools.requests.subscribe(({ type, object }) => {
    const isTold = object.status?.certificate !== undefined || type === 'deleted';
    if (isTold) signed.delete(object.metadata.uid ?? '');
  });
  return {
    announce: () => 'Waiting for Vault to sign the certificate',
    async sign(wanted) {
      const uid = wanted.request.metadata.uid ?? '';
      const before = signed.get(uid);
      if (before !== undefined) return before;
      const outcome = await sign(tools, wanted);
      if (outcome.is === 'issued') signed.set(uid, outcome);
      return outcome;
    },
  };
}

async function sign({ clients }: VaultSignerTools, wanted: SignRequest): Promise<SignOutcome> {
  const vault = vaultOf(wanted.issuer);
  try {
    const template = templateFor(wanted.request, wanted.now);
    const { client } = await initialised(clients.open(wanted));
    const answer = await client.sign(apiPath(vault.path), bodyFor(template)).catch(told);
    return outcomeOf(answer, template.csr, apiPath(vault.path));
  } catch (error) {
    return failedBy(error, 'SigningError', attempted);
  }
}

/** Everything as text, names with commas between: as the API of the secrets engine has it. */
function bodyFor({ csr, durationSeconds }: Template): object {
  return {
    common_name: csr.commonName ?? '',
    alt_names: csr.dnsNames.join(','),
    ip_sans: csr.ipAddresses.join(','),
    uri_sans: csr.uris.join(','),
    ttl: formatDuration(BigInt(durationSeconds) * 1_000_000_000n),
    csr: csr.pem,
    exclude_cn_from_sans: 'true',
  };
}

async function initialised<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Failure ? uninitialised(error) : error;
  }
}

/** Nothing was asked to be signed yet, so the request has not failed: somebody mends the issuer. */
function uninitialised(failure: Failure): TransientFailure {
  const isMissing = failure.reason === 'SecretNotFound' || failure.reason === 'SecretKeyNotFound';
  const beginning = isMissing ? secretMissing : notInitialised;
  const { retryAfterSeconds } = failure;
  return new TransientFailure('VaultInitError', `${beginning}${failure.message}`, {
    cause: failure,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

const beforeSigning = new Set([
  loginRefused,
  countedRefusal,
  'SecretNotFound',
  'SecretKeyNotFound',
  'VaultTokenRequest',
]);

function told(error: unknown): never {
  if (!(error instanceof Failure)) throw error;
  if (beforeSigning.has(error.reason)) throw uninitialised(error);
  throw error.retry ? retold(error, error.reason, `${attempted}, trying again: `) : error;
}

function outcomeOf({ certificate, chain }: SignedByVault, csr: CsrFacts, path: string): SignOutcome {
  const leaf = decodeCertificate(certificate);
  if (leaf.spkiDigest !== csr.spkiDigest) {
    const advice = 'set spec.vault.path of the issuer to <mount>/sign/<role>, which signs requests';
    const message = `${attempted}: what ${path} returned is for another key: ${advice}`;
    return { is: 'failed', reason: 'SigningError', message };
  }
  const { certificatePem, caPem } = assembleChain([leaf, ...chain.flatMap((pem) => decodeBundle(pem))]);
  return { is: 'issued', certificate: certificatePem, ...(caPem === undefined ? {} : { ca: caPem }) };
}
