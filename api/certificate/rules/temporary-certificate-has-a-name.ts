import { certificateAnnotations } from '../../annotations.ts';
import { mapKey } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { annotated, type CertificateCandidate } from '../candidate.ts';

const key = certificateAnnotations.issueTemporaryCertificate;

export const temporaryCertificateHasAName: Rule<CertificateCandidate> = {
  id: 'certificate/temporary-certificate-has-a-name',
  field: 'metadata.annotations',
  severity: 'warn',
  source: 'gap C38: cert-manager tries to make it again and again',
  passes: [
    annotated({ [key]: 'true' }, {}),
    annotated({}, { dnsNames: undefined, otherNames: [{ oid: '1.2', utf8Value: 'x' }] }),
  ],
  fails: [
    annotated({ [key]: 'true' }, { dnsNames: undefined, otherNames: [{ oid: '1.2', utf8Value: 'x' }] }),
  ],
  check({ certificate: { metadata, spec } }) {
    const lists = [spec.dnsNames, spec.uris, spec.emailAddresses, spec.ipAddresses];
    const named = spec.commonName || lists.some((list) => list && list.length > 0);
    if (metadata.annotations?.[key] !== 'true' || named) return [];
    const detail = 'needs a commonName or dnsNames';
    return [{ field: mapKey('metadata.annotations', key), kind: 'Invalid', detail }];
  },
};
