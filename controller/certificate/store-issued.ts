import { secretAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { Failure, TransientFailure } from '../../api/failure.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { encodeKey } from '../../pki/key.ts';
import { isConflict } from '../../runtime/api-error.ts';
import { apiServerUnreachable, explained } from '../explained.ts';
import { issuingManager, readSecret } from '../read-secret.ts';
import { isTemporary } from '../secret-facts.ts';
import type { ControllerTools } from '../wiring.ts';
import { readPasswords } from './keystore-passwords.ts';
import { memoryName, nextKey } from './private-key.ts';
import type { NextKey, RequestFacts, Seen } from './seen.ts';
import { type Issued, type IssuedBy, targetSecret } from './target-secret.ts';
import { tell } from './tell.ts';

/** Writes what the request brought into the target Secret. */
export async function storeIssued(
  tools: ControllerTools,
  seen: Seen,
  request: RequestFacts,
  key: NextKey,
): Promise<void> {
  const { certificate: chain, ca } = request.object.status ?? {};
  const { name, kind, group } = request.object.spec.issuerRef;
  await applySecret(tools, seen, {
    key: encodeKey(await nextKey(tools, seen.certificate, key), 'PKCS8'),
    chain: Buffer.from(chain ?? '', 'base64'),
    ...(ca === undefined ? {} : { ca: Buffer.from(ca, 'base64') }),
    issuedBy: { name, kind: kind ?? '', group: group ?? '' },
  });
  tools.keys.drop(memoryName(seen.certificate, key.name));
}

/** Writes the target Secret from its own content in the form that is asked for now; nothing is issued. */
export async function tidySecret(tools: ControllerTools, seen: Seen, why: string): Promise<void> {
  const { metadata, spec } = seen.certificate;
  const secret = await tools.cluster.get(secrets, {
    namespace: metadata.namespace ?? '',
    name: spec.secretName,
  });
  const [key, chain] = [secret?.data?.['tls.key'], secret?.data?.['tls.crt']];
  if (secret === undefined || key === undefined || chain === undefined) return;
  tools.log.info(
    { certificate: `${metadata.namespace}/${metadata.name}`, why },
    'target secret is put in order',
  );
  await applySecret(
    tools,
    seen,
    fromItself(secret, Buffer.from(key, 'base64'), Buffer.from(chain, 'base64')),
  );
}

function fromItself(secret: Secret, key: Buffer, chain: Buffer): Issued {
  const ca = secret.data?.['ca.crt'];
  return {
    key,
    chain,
    ...(ca === undefined ? {} : { ca: Buffer.from(ca, 'base64') }),
    ...(isTemporary(readSecret(secret)) ? {} : { issuedBy: issuedBy(secret.metadata.annotations ?? {}) }),
  };
}

function issuedBy(annotations: Readonly<Record<string, string>>): IssuedBy {
  return {
    name: annotations[secretAnnotations.issuerName] ?? '',
    kind: annotations[secretAnnotations.issuerKind] ?? '',
    group: annotations[secretAnnotations.issuerGroup] ?? '',
  };
}

/** Writes the target Secret, whole. */
export async function applySecret(tools: ControllerTools, seen: Seen, issued: Issued): Promise<void> {
  const { certificate, secret } = seen;
  try {
    const wanted = await targetSecret(certificate, issued, {
      passwords: await readPasswords(tools, certificate),
      ownedByCertificate: tools.settings.enableCertificateOwnerRef,
      ...(secret?.type === undefined ? {} : { existingType: secret.type }),
      now: seen.now,
    });
    const attempted = `Failed to write Secret "${certificate.spec.secretName}"`;
    const answer = await explained('SecretNotWritten', attempted, () =>
      tools.cluster.apply(secrets, wanted, { fieldManager: issuingManager }),
    );
    tools.stores.secrets.take(readSecret(answer));
  } catch (error) {
    throw keepTrying(tools, certificate, error);
  }
}

/**
 * A certificate that was issued is not thrown away because it cannot be stored: whatever the matter is, it is told and
 * tried again, with the same certificate.
 */
function keepTrying(tools: ControllerTools, certificate: Certificate, error: unknown): unknown {
  if (!(error instanceof Failure) || isConflict(error)) return error;
  const { reason, message } = error;
  if (reason !== apiServerUnreachable) tell(tools, certificate, { type: 'Warning', reason, message });
  return error.retry ? error : new TransientFailure(reason, message, { cause: error });
}
