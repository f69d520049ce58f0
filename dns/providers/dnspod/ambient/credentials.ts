import { TransientFailure } from '../../../../api/failure.ts';
import type { ProviderTools } from '../../../provider.ts';
import type { AmbientCredentials, DnspodCredentials } from '../credentials.ts';
import { cvmRoleKey } from './cvm-role.ts';
import { podIdentityKey, readPodIdentity } from './pod-identity.ts';
import type { PodIdentityOptions } from './pod-identity.ts';
import type { TemporaryKey } from './temporary-key.ts';

/** Where the machine's and the pod's credentials come from; the real places when left out. */
export interface AmbientOptions extends PodIdentityOptions {
  /** The variables of the process, for `TENCENTCLOUD_SECRET_ID` and the pod identity of TKE (`TKE_…`). */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** `http://metadata.tencentyun.com` when left out. */
  readonly metadataUrl?: string;
}

/** A new key is fetched this long before the old one ends. */
const reserveSeconds = 300;

/**
 * The credentials of where the process runs: a key in its environment, else the pod's identity (TKE), else the role of
 * the machine (CVM). They are fetched once for all calls, anew before they expire or when they were refused; that a fetch
 * failed is never remembered, and an old key serves until it ends.
 */
export function createAmbientCredentials(options: AmbientOptions = {}): AmbientCredentials {
  const fixed = keyInEnvironment(options.environment ?? {});
  let known: TemporaryKey | undefined;
  let fetching: Promise<TemporaryKey> | undefined;

  async function current(tools: ProviderTools): Promise<TemporaryKey> {
    if (known && secondsLeft(known, tools) > reserveSeconds) return known;
    fetching ??= fetchKey(options, tools).finally(() => (fetching = undefined));
    try {
      return (known = await fetching);
    } catch (error) {
      if (!(error instanceof TransientFailure) || !known || secondsLeft(known, tools) <= 0) throw error;
      tools.log.warn({ reason: error.reason }, 'The key of this machine could not be renewed yet');
      return known;
    }
  }

  return {
    async get(tools): Promise<DnspodCredentials> {
      if (fixed) return fixed;
      const key = await current(tools);
      const renew = (): Promise<DnspodCredentials> => {
        if (known === key) known = undefined;
        return current(tools);
      };
      const { secretId, secretKey, token } = key;
      return { secretId, secretKey, token, renew };
    },
  };
}

function keyInEnvironment(
  environment: NonNullable<AmbientOptions['environment']>,
): DnspodCredentials | undefined {
  const { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey } = environment;
  if (!secretId || !secretKey) return undefined;
  return { secretId, secretKey, token: environment['TENCENTCLOUD_SESSION_TOKEN'] || undefined };
}

/** Serves all callers that wait for it, so none of them ends it by going. */
function fetchKey(options: AmbientOptions, tools: ProviderTools): Promise<TemporaryKey> {
  const unhurried = { ...tools, signal: new AbortController().signal };
  const pod = readPodIdentity(options.environment ?? {});
  return pod ? podIdentityKey(pod, options, unhurried) : cvmRoleKey(options.metadataUrl, unhurried);
}

function secondsLeft({ expiresAt }: TemporaryKey, { clock }: ProviderTools): number {
  return (expiresAt.getTime() - clock.now().getTime()) / 1000;
}
