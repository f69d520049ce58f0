import type { Certificate } from '../api/certificate/certificate.ts';
import type { CertificateCandidate, LiteralSubject } from '../api/certificate/candidate.ts';
import { Failure } from '../api/failure.ts';
import type { Decoders } from '../api/judge.ts';
import { orderCandidate, requestCandidate } from './csr-candidates.ts';
import { commonNameOf, parseDistinguishedName } from './subject.ts';

function readLiteralSubject(text: string): LiteralSubject {
  try {
    const commonName = commonNameOf(parseDistinguishedName(text));
    return commonName === undefined ? {} : { commonName };
  } catch (error) {
    if (error instanceof Failure) return { error: error.message };
    throw error;
  }
}

/** What rules about Certificates look at. */
export function certificateCandidate(certificate: Certificate): CertificateCandidate {
  const text: unknown = certificate.spec.literalSubject;
  return typeof text === 'string' && text !== ''
    ? { certificate, literalSubject: readLiteralSubject(text) }
    : { certificate };
}

/** Each object is read once, however often it is asked about. */
function remembered<Key extends object, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = read(key);
    known.set(key, value);
    return value;
  };
}

/** All of them, as `judgedKinds` (api/judge.ts) wants them. */
export const decoders: Decoders = {
  certificate: certificateCandidate,
  request: remembered(requestCandidate),
  order: orderCandidate,
};
