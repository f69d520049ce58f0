import { randomBytes } from 'node:crypto';
import { textElement } from '../../../dns/providers/route53/xml.ts';
import type { Received } from '../listener.ts';
import { VendorError } from '../vendor-error.ts';
import { document, element } from './routes.ts';

/** A key that is let in. */
export interface FakeKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
}

export interface StsStage {
  readonly role: string;
  /** The token that the identity provider has issued. */
  readonly webIdentityToken: string;
  /** Whether the identity provider has issued another one. */
  readonly trusts: (token: string) => boolean;
  readonly keys: FakeKey[];
  readonly keySeconds: number;
}

export function newTemporaryKey(stage: StsStage): Required<FakeKey> {
  const key = {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: randomBytes(60).toString('base64'),
    expiresAt: new Date(Date.now() + stage.keySeconds * 1000),
  };
  stage.keys.push(key);
  return key;
}

/** `AssumeRole` and `AssumeRoleWithWebIdentity`. @returns XML */
export function assume(stage: StsStage, { body }: Received): string {
  const asked = new URLSearchParams(body.toString('utf8'));
  const action = asked.get('Action') ?? '';
  const role = asked.get('RoleArn');
  const token = asked.get('WebIdentityToken') ?? '';
  if (action === 'AssumeRoleWithWebIdentity' && token !== stage.webIdentityToken && !stage.trusts(token)) {
    throw new VendorError('InvalidIdentityToken', `The token ${token} is not valid`, 400);
  }
  if (role !== stage.role) {
    throw new VendorError(
      'AccessDenied',
      `User is not authorized to perform: sts:${action} on resource: ${role ?? ''}`,
      403,
    );
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = newTemporaryKey(stage);
  const credentials = element(
    'Credentials',
    textElement('AccessKeyId', accessKeyId),
    textElement('SecretAccessKey', secretAccessKey),
    textElement('SessionToken', sessionToken),
    textElement('Expiration', expiresAt.toISOString()),
  );
  return document(element(`${action}Response`, element(`${action}Result`, credentials)));
}
