import { readFile } from 'node:fs/promises';
import { TransientFailure } from '../../../../api/failure.ts';
import type { ProviderTools } from '../../../provider.ts';
import { exchange } from '../../../vendor-api/exchange.ts';
import { failureFromRefusal } from '../../../vendor-api/refusal.ts';
import type { Vendor } from '../../../vendor-api/refusal.ts';
import { openEnvelope } from '../api/envelope.ts';
import { noCredentials, readTemporaryKey } from './temporary-key.ts';
import type { TemporaryKey } from './temporary-key.ts';

export interface PodIdentityOptions {
  /** `https://sts.tencentcloudapi.com` when left out. */
  readonly stsUrl?: string;
}

/** What TKE puts into the environment of a pod whose ServiceAccount has a role. */
export interface PodIdentity {
  readonly region: string;
  readonly providerId: string;
  readonly tokenFile: string;
  readonly roleArn: string;
}

const sts: Vendor = {
  label: 'Tencent Cloud STS',
  word: 'DnspodSts',
  advice: ({ meaning }) =>
    meaning === 'credentials' || meaning === 'permanent'
      ? 'check that the role of the ServiceAccount trusts the identity provider of this cluster'
      : undefined,
};
const realUrl = 'https://sts.tencentcloudapi.com';
const action = 'AssumeRoleWithWebIdentity';
const requestSeconds = 5;
const keySeconds = 7200;

/** @returns `undefined` when the pod has none */
export function readPodIdentity(
  environment: Readonly<Record<string, string | undefined>>,
): PodIdentity | undefined {
  const [region, providerId, tokenFile, roleArn] = [
    'TKE_REGION',
    'TKE_PROVIDER_ID',
    'TKE_WEB_IDENTITY_TOKEN_FILE',
    'TKE_ROLE_ARN',
  ].map((name) => environment[name]);
  return region && providerId && tokenFile && roleArn
    ? { region, providerId, tokenFile, roleArn }
    : undefined;
}

/**
 * The key of the role that the pod's ServiceAccount has: its token is exchanged for one, unsigned
 * (https://cloud.tencent.com/document/product/1312/73070). The kubelet renews the token's file, so it is read every time.
 *
 * @throws {Failure} `DnspodNoCredentials`, `DnspodSts…`
 */
export async function podIdentityKey(
  pod: PodIdentity,
  { stsUrl = realUrl }: PodIdentityOptions,
  tools: ProviderTools,
): Promise<TemporaryKey> {
  const webIdentityToken = await readToken(pod.tokenFile);
  const what = `the call ${action}`;
  const reply = await exchange(sts, tools, {
    url: new URL(stsUrl),
    method: 'POST',
    headers: {
      authorization: 'SKIP',
      'content-type': 'application/json; charset=utf-8',
      'x-tc-action': action,
      'x-tc-version': '2018-08-13',
      'x-tc-timestamp': String(Math.floor(tools.clock.now().getTime() / 1000)),
      'x-tc-region': pod.region,
    },
    body: JSON.stringify({
      ProviderId: pod.providerId,
      WebIdentityToken: webIdentityToken,
      RoleArn: pod.roleArn,
      RoleSessionName: 'certloom',
      DurationSeconds: keySeconds,
    }),
    seconds: requestSeconds,
    what,
  });
  const { outcome } = openEnvelope(sts, reply, what, [webIdentityToken]);
  if (!outcome.ok) throw failureFromRefusal(sts, 'give the role of this pod', outcome);
  const key = readTemporaryKey(outcome.answer['Credentials'], outcome.answer['ExpiredTime']);
  if (key) return key;
  throw noCredentials(TransientFailure, 'Tencent Cloud STS answered without a key');
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw noCredentials(
      TransientFailure,
      'the token of this pod (TKE_WEB_IDENTITY_TOKEN_FILE) cannot be read',
      error,
    );
  }
}
