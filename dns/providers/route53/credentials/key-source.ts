import { createHash } from 'node:crypto';
import type { ProviderTools } from '../../../provider.ts';
import { invalid } from '../../../solver-config.ts';
import { readSecretText } from '../../../vendor-api/secret-text.ts';
import type { Route53Config } from '../config.ts';
import type { Place } from '../places.ts';
import type { AwsKey } from '../sign.ts';
import { ambientKey } from './ambient.ts';
import type { AmbientOptions } from './ambient-options.ts';
import { assumeRole, assumeRoleWithToken } from './sts.ts';
import type { KeyCache } from './key-cache.ts';

/** The keys that one call signs with. */
export interface KeySource {
  /** Whose they are, where something is remembered about it; no secret. */
  readonly name: string;
  /** @throws {Failure} when there is none, or none can be had now */
  get(): Promise<AwsKey>;
  /** The key was not accepted. @returns whether another can be had */
  forget(): boolean;
}

export interface KeyTools {
  readonly place: Place;
  readonly cache: KeyCache;
  readonly ambient: AmbientOptions;
}

/**
 * Opens the credentials that an Issuer names.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig` when it names none and may not use the process's; whatever reading a
 *   Secret throws
 */
export async function openKeys(
  { origin, role }: Route53Config,
  tools: ProviderTools,
  { place, cache, ambient }: KeyTools,
): Promise<KeySource> {
  const suffix = `${place.sts.host} ${role ?? ''}`;
  if (origin.from === 'serviceAccount') {
    const accounts = tools.serviceAccounts ?? invalid('auth.kubernetes cannot be used through a webhook');
    const { name, audiences } = origin;
    const whose = JSON.stringify([accounts.namespace, name, audiences]);
    const fetchKey = async (unhurried: ProviderTools) =>
      assumeRoleWithToken(place, role ?? '', await accounts.token({ name, audiences }), unhurried);
    return cached(cache, `serviceaccount ${whose} ${suffix}`, tools, fetchKey);
  }
  if (origin.from === 'surroundings') {
    if (!tools.allowAmbientCredentials) return notAllowed();
    const first = cached(cache, `surroundings ${place.sts.host}`, tools, (unhurried) =>
      ambientKey(ambient, place, unhurried),
    );
    return role === undefined ? first : assumed(first, role);
  }
  const [accessKeyId, secretAccessKey] = await Promise.all([
    typeof origin.id === 'string' ? origin.id : readSecretText(origin.id, tools),
    readSecretText(origin.secretRef, tools),
  ]);
  const digest = createHash('sha256').update(secretAccessKey).digest('hex');
  const fixed: KeySource = {
    name: `key ${accessKeyId} ${digest}`,
    get: () => Promise.resolve({ accessKeyId, secretAccessKey }),
    forget: () => false,
  };
  return role === undefined ? fixed : assumed(fixed, role);

  function assumed(first: KeySource, arn: string): KeySource {
    return cached(cache, `${first.name} ${suffix}`, tools, async (unhurried) =>
      assumeRole(place, arn, await first.get(), unhurried),
    );
  }
}

function cached(
  cache: KeyCache,
  name: string,
  tools: ProviderTools,
  fetchKey: (unhurried: ProviderTools) => Promise<AwsKey & { readonly expiresAt?: Date | undefined }>,
): KeySource {
  return {
    name,
    get: () => cache.get(name, tools, fetchKey),
    forget: () => cache.forget(name),
  };
}

function notAllowed(): never {
  return invalid(
    'an access key or auth.kubernetes is required, as this Issuer may not use the credentials of the controller (--issuer-ambient-credentials, --cluster-issuer-ambient-credentials)',
  );
}
