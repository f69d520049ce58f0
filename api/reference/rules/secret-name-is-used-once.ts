import type { Certificate } from '../../certificate/certificate.ts';
import { certificate } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';

export const secretNameIsUsedOnce: ReferenceRule<Certificate> = {
  id: 'reference/secret-name-is-used-once',
  field: 'spec.secretName',
  severity: 'deny',
  source: 'gap C27: of two Certificates with one Secret, one is never issued',
  passes: [
    [certificate(), certificate({ secretName: 'other' }, { name: 'other' })],
    [certificate(), certificate({}, { name: 'other', namespace: 'other' })],
  ],
  fails: [[certificate(), certificate({}, { name: 'other' })]],
  check(certificate, world) {
    const [first, ...others] = world.rivalsOf(certificate);
    if (first === undefined) return [];
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    const detail = `is the Secret of ${world.nameOf(first)}${more} too; only one can have it`;
    return [{ field: 'spec.secretName', kind: 'Duplicate', value: certificate.spec.secretName, detail }];
  },
};
