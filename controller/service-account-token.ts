import { TransientFailure } from '../api/failure.ts';
import { ApiError, isForbidden } from '../runtime/api-error.ts';
import type { Cluster } from '../runtime/cluster.ts';

export interface WantedToken {
  /** Of the ServiceAccount. */
  readonly namespace: string;
  readonly name: string;
  readonly audiences: readonly string[];
}

/** The least that the API server gives. */
const lifetimeSeconds = 600;

/**
 * Asks for a token of a ServiceAccount (TokenRequest). The right to it is not ours by default: whoever owns the
 * ServiceAccount grants it.
 *
 * @param reason of the failure
 * @throws {TransientFailure} roles and ServiceAccounts come and go without our seeing it
 */
export async function serviceAccountToken(
  cluster: Pick<Cluster, 'request'>,
  { namespace, name, audiences }: WantedToken,
  reason: string,
): Promise<string> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`;
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences, expirationSeconds: lifetimeSeconds },
  };
  try {
    const { status } = await cluster.request<{ readonly status: { readonly token: string } }>('POST', path, {
      body,
    });
    return status.token;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const advice = isForbidden(error)
      ? `; grant the controller "create" on serviceaccounts/token of "${name}" by a Role in namespace "${namespace}"`
      : '';
    const message = `Failed to ask for a token of ServiceAccount "${namespace}/${name}": ${error.message}${advice}`;
    throw new TransientFailure(reason, message, { cause: error });
  }
}
