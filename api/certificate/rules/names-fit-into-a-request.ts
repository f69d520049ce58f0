import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { largestRequest, leastRequestSize } from '../request-size.ts';

const names = (count: number) => Array.from({ length: count }, (_, index) => `host-${index}.shop.example`);

export const namesFitIntoARequest: Rule<CertificateCandidate> = {
  id: 'certificate/names-fit-into-a-request',
  field: 'spec',
  severity: 'deny',
  source: 'gap C20: the CertificateRequest is refused for its size, again and again',
  passes: [at({ dnsNames: names(1000) })],
  fails: [at({ dnsNames: names(1500) })],
  beyondCel: 'adds-up-an-encoding',
  check({ certificate: { spec } }) {
    if (leastRequestSize(spec) <= largestRequest) return [];
    const detail = `the names make a certificate request larger than ${largestRequest} bytes: spread them over several Certificates`;
    return [{ field: 'spec', kind: 'TooLong', detail }];
  },
};
