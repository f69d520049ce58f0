import { randomBytes } from 'node:crypto';
import { VendorError } from '../vendor-error.ts';
import type { Parameters } from './actions.ts';
import type { ApiKey } from './signature.ts';

/** What TKE gives to a pod whose ServiceAccount has a role. */
export interface PodIdentity {
  readonly region: string;
  readonly providerId: string;
  readonly roleArn: string;
  /** The content of the token's file. */
  readonly token: string;
}

export interface TemporaryKey extends ApiKey {
  readonly token: string;
  /** Unix time in milliseconds. */
  readonly expiresAt: number;
}

/** The keys of the account, for good and for a while. */
export class KeyChain {
  readonly permanent: ApiKey;
  readonly podIdentity: PodIdentity = {
    region: 'ap-guangzhou',
    providerId: 'cls-fake',
    roleArn: 'qcs::cam::uin/100000000001:roleName/certloom',
    token: `fake.${randomBytes(24).toString('base64url')}.signature`,
  };
  readonly #seconds: number;
  #temporary: TemporaryKey[] = [];

  constructor(permanent: ApiKey | undefined, seconds: number) {
    this.permanent = permanent ?? {
      secretId: 'AKIDfakefakefakefakefakefakefake',
      secretKey: 'fakefakefakefakefakefakefakefake',
    };
    this.#seconds = seconds;
  }

  get all(): readonly ApiKey[] {
    return [this.permanent, ...this.#temporary];
  }

  revoke(): void {
    this.#temporary = [];
  }

  give(): TemporaryKey {
    const key = {
      secretId: `AKID${randomBytes(16).toString('hex')}`,
      secretKey: randomBytes(16).toString('hex'),
      token: randomBytes(48).toString('base64url'),
      expiresAt: Date.now() + this.#seconds * 1000,
    };
    this.#temporary.push(key);
    return key;
  }

  /** @throws {VendorError} unless the request carries the token of its key */
  checkToken(authorization: string, token: string | undefined): void {
    const key = this.#temporary.find(({ secretId }) => authorization.includes(`=${secretId}/`));
    const wanted = key && key.expiresAt > Date.now() ? key.token : undefined;
    if (key ? token !== wanted : token !== undefined) {
      throw new VendorError('AuthFailure.TokenFailure', 'The token is wrong or has expired.');
    }
  }

  /** `AssumeRoleWithWebIdentity` of STS. */
  assumeRole(headers: Readonly<Record<string, string | undefined>>, parameters: Parameters): object {
    const { region, providerId, roleArn, token } = this.podIdentity;
    if (headers['authorization'] !== 'SKIP' || headers['x-tc-region'] !== region) {
      throw new VendorError('InvalidParameter', 'The request must not be signed, and must name a region.');
    }
    const { ProviderId: provider, RoleArn: arn, WebIdentityToken: shown, RoleSessionName: name } = parameters;
    if (provider !== providerId || arn !== roleArn || shown !== token || typeof name !== 'string') {
      throw new VendorError('InvalidParameter.WebIdentityTokenError', 'The identity token is wrong.');
    }
    const key = this.give();
    return {
      Credentials: { TmpSecretId: key.secretId, TmpSecretKey: key.secretKey, Token: key.token },
      ExpiredTime: Math.floor(key.expiresAt / 1000),
      Expiration: new Date(key.expiresAt).toISOString(),
    };
  }
}
