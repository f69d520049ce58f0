import { Failure } from '../../api/failure.ts';
import { encodeKey } from '../../pki/key.ts';
import { temporaryCertificate } from '../../pki/temporary.ts';
import { templateFor } from '../issuer/template.ts';
import type { ControllerTools } from '../wiring.ts';
import { nextKey } from './private-key.ts';
import type { NextKey, RequestFacts, Seen } from './seen.ts';
import { applySecret } from './store-issued.ts';
import { tell } from './tell.ts';

/** Makes a certificate of what the request asks for that nobody trusts, and writes it into the target Secret. */
export async function storeTemporary(
  tools: ControllerTools,
  seen: Seen,
  request: RequestFacts,
  key: NextKey,
): Promise<void> {
  const { certificate } = seen;
  const leaf = await temporary(tools, seen, request);
  if (leaf === undefined) return;
  await applySecret(tools, seen, {
    key: encodeKey(await nextKey(tools, certificate, key), 'PKCS8'),
    chain: Buffer.from(leaf),
  });
  tell(tools, certificate, { type: 'Normal', reason: 'Issuing', message: 'Issued temporary certificate' });
}

/** A spec that we cannot sign may be no trouble for the issuer asked: then there is no temporary certificate. */
async function temporary(
  { log }: ControllerTools,
  { certificate, now }: Seen,
  request: RequestFacts,
): Promise<string | undefined> {
  const { namespace = '', name = '' } = certificate.metadata;
  try {
    return await temporaryCertificate(templateFor(request.object, now));
  } catch (error) {
    if (!(error instanceof Failure) || error.retry) throw error;
    log.warn({ certificate: `${namespace}/${name}`, why: error.message }, 'no temporary certificate');
    return undefined;
  }
}
