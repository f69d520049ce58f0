import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const pkcs12 = (password: string) => at({ keystores: { pkcs12: { create: true, password } } });

export const pkcs12PasswordCanBeEncoded: Rule<CertificateCandidate> = {
  id: 'certificate/pkcs12-password-can-be-encoded',
  field: 'spec.keystores.pkcs12.password',
  severity: 'warn',
  source: 'gap C24; RFC 7292 appendix B.1: two bytes for each character',
  passes: [pkcs12('changeit'), pkcs12('ge\u00e4ndert')],
  fails: [pkcs12('p\u{1F600}')],
  check({ certificate: { spec } }) {
    const { create = false, password = '' } = spec.keystores?.pkcs12 ?? {};
    if (!create || !/[\u{10000}-\u{10FFFF}]/u.test(password)) return [];
    const detail = 'has a character beyond U+FFFF, which PKCS#12 cannot encode';
    return [{ field: 'spec.keystores.pkcs12.password', kind: 'Invalid', detail }];
  },
};
