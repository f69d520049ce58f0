import type { KeyObject } from 'node:crypto';

import { secretLabels } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { TransientFailure } from '../../api/failure.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { decodeKey, encodeKey, generateKey } from '../../pki/key.ts';
import { createOwned } from '../create-owned.ts';
import { explained } from '../explained.ts';
import { isControlledBy } from '../owner.ts';
import { readSecret } from '../read-secret.ts';
import { isReadable } from '../secret-facts.ts';
import type { ControllerTools } from '../wiring.ts';
import { type NextKey, type Seen } from './seen.ts';
import { ownerReference } from './target-secret.ts';
import { tell } from './tell.ts';

const keyManager = 'cert-manager-certificates-key-manager';

/** Puts the next private key where a crash cannot lose it. */
export async function storeKey(tools: ControllerTools, seen: Seen, name: string): Promise<void> {
  const { certificate } = seen;
  const memoryKey = memoryName(certificate, name);
  const key = tools.keys.get(memoryKey) ?? (await keyForIssuance(tools, seen));
  const secret = await createKeySecret(tools, certificate, name, key);
  tools.stores.secrets.take(readSecret(secret));
  tools.keys.drop(memoryKey);
}

/** The key in use when it is never to be rotated and can be read, else a new one. */
export async function keyForIssuance(tools: ControllerTools, seen: Seen): Promise<KeyObject> {
  const { certificate, secret } = seen;
  const wanted = effectivePrivateKey(certificate.spec);
  if (wanted.rotationPolicy === 'Never' && secret?.key !== undefined) {
    if (isReadable(secret.key)) return readKey(tools, certificate, certificate.spec.secretName);
    const message = `Failed to decode private key stored in Secret "${certificate.spec.secretName}" - generating new key`;
    tell(tools, certificate, { type: 'Warning', reason: 'DecodeFailed', message });
  }
  return generateKey(wanted);
}

/** @throws {TransientFailure} `PrivateKeyMissing` when it is gone since we looked */
export async function nextKey(
  tools: ControllerTools,
  certificate: Certificate,
  key: NextKey,
): Promise<KeyObject> {
  if (key.place === 'secret') return readKey(tools, certificate, key.name);
  const found = tools.keys.get(memoryName(certificate, key.name));
  if (found === undefined) throw missing(key.name);
  return found;
}

export async function deleteKey(
  tools: ControllerTools,
  certificate: Certificate,
  name: string,
): Promise<void> {
  const namespace = certificate.metadata.namespace ?? '';
  tools.keys.drop(memoryName(certificate, name));
  const secret = tools.stores.secrets.get(`${namespace}/${name}`);
  if (secret === undefined || !isNextKeySecret(secret, certificate)) return;
  const { uid } = secret.metadata;
  await tools.cluster.delete(secrets, { namespace, name }, uid === undefined ? {} : { uid });
  tools.stores.secrets.drop(secret);
}

/** Labelled as a next key and controlled by the Certificate: others may happen to bear the name. */
export function isNextKeySecret(secret: Secret, certificate: Certificate): boolean {
  return (
    secret.metadata.labels?.[secretLabels.nextPrivateKey] === 'true' && isControlledBy(secret, certificate)
  );
}

/** Under which the key is found in memory. */
export function memoryName({ metadata }: Certificate, name: string): string {
  return `${metadata.namespace ?? ''}/${name}`;
}

async function createKeySecret(
  tools: ControllerTools,
  certificate: Certificate,
  name: string,
  key: KeyObject,
): Promise<Secret> {
  const namespace = certificate.metadata.namespace ?? '';
  const secret: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: { [secretLabels.nextPrivateKey]: 'true', [secretLabels.watched]: 'true' },
      ownerReferences: [ownerReference(certificate)],
    },
    data: { 'tls.key': Buffer.from(encodeKey(key, 'PKCS8')).toString('base64') },
  };
  const attempted = `Failed to store the next private key in Secret "${name}"`;
  return explained('PrivateKeyNotStored', attempted, () =>
    createOwned(
      tools.cluster,
      { resource: secrets, object: secret, owner: certificate, ownerKind: 'Certificate' },
      { fieldManager: keyManager },
    ),
  );
}

async function readKey(tools: ControllerTools, { metadata }: Certificate, name: string): Promise<KeyObject> {
  const namespace = metadata.namespace ?? '';
  const secret = await tools.cluster.get(secrets, { namespace, name });
  const pem = secret?.data?.['tls.key'];
  if (pem === undefined) throw missing(name);
  return decodeKey(Buffer.from(pem, 'base64'));
}

function missing(name: string): TransientFailure {
  return new TransientFailure(
    'PrivateKeyMissing',
    `The private key in Secret "${name}" is not there any more`,
  );
}
