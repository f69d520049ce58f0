import type { KeyObject } from 'node:crypto';

import { requestAnnotations } from '../../../api/annotations.ts';
import { Failure } from '../../../api/failure.ts';
import { decodeKey, spkiDigest } from '../../../pki/key.ts';
import { signCertificate } from '../../../pki/sign.ts';
import type { EventFact } from '../../../runtime/reconcile.ts';
import type { PendingKeys } from '../../pending-keys.ts';
import type { ReadSecret } from '../shared-reads.ts';
import type { SignOutcome, SignRequest, Signer } from '../signer.ts';
import { failedBy, templateFor } from '../template.ts';

/** Signs requests with their own key, which the request names by Secret. */
export function selfSigner(keys: PendingKeys, readSecret: ReadSecret): Signer {
  return {
    async sign(wanted) {
      const name = wanted.request.metadata.annotations?.[requestAnnotations.privateKeySecretName] ?? '';
      if (name === '') {
        const annotation = requestAnnotations.privateKeySecretName;
        return failed('MissingAnnotation', `Annotation "${annotation}" missing or reference empty`);
      }
      const key = await ownKey(wanted, name, keys, readSecret);
      return 'is' in key ? key : sign(wanted, key);
    },
  };
}

async function ownKey(
  { request }: SignRequest,
  name: string,
  keys: PendingKeys,
  readSecret: ReadSecret,
): Promise<KeyObject | SignOutcome> {
  const namespace = request.metadata.namespace ?? '';
  const inMemory = keys.get(`${namespace}/${name}`);
  if (inMemory !== undefined) return inMemory;
  const secret = await readSecret(namespace, name);
  if (secret === undefined)
    return pending('MissingSecret', `Referenced secret ${namespace}/${name} not found`);
  try {
    return decodeKey(Buffer.from(secret.data?.['tls.key'] ?? '', 'base64'));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return pending('ErrorParsingKey', `Failed to get key "${namespace}/${name}": ${error.message}`);
  }
}

/** A name without any attribute is an empty SEQUENCE. */
const emptyName = Buffer.from([0x30, 0x00]);

const emptyIssuer: EventFact = {
  type: 'Warning',
  reason: 'BadConfig',
  message:
    'Certificate will be issued with an empty Issuer DN, which contravenes RFC 5280 and could break some strict clients',
};

async function sign({ request, issuer, now }: SignRequest, key: KeyObject): Promise<SignOutcome> {
  const { crlDistributionPoints } = issuer.spec.selfSigned ?? {};
  try {
    const template = templateFor(request, now);
    if (template.csr.spkiDigest !== spkiDigest(key)) {
      return failed(
        'ErrorKeyMatch',
        'Error generating certificate template: CSR not signed by referenced private key',
      );
    }
    const certificate = await signCertificate({
      ...template,
      signer: { certificate: 'self', key },
      ...(crlDistributionPoints === undefined ? {} : { crlDistributionPoints }),
    });
    const events = template.csr.subjectDer.equals(emptyName) ? [emptyIssuer] : [];
    return { is: 'issued', certificate, ca: certificate, events };
  } catch (error) {
    return failedBy(error, 'ErrorSigning', 'Error signing certificate');
  }
}

function failed(reason: string, message: string): SignOutcome {
  return { is: 'failed', reason, message };
}

function pending(reason: string, message: string): SignOutcome {
  return { is: 'pending', reason, message };
}
