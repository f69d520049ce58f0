import { venafiAnnotations } from '../../annotations.ts';
import { customFieldViolations } from '../../custom-fields.ts';
import type { Rule } from '../../rule.ts';
import { annotated, type CertificateCandidate } from '../candidate.ts';

const key = venafiAnnotations.customFields;

export const venafiCustomFieldsParse: Rule<CertificateCandidate> = {
  id: 'certificate/venafi-custom-fields-parse',
  field: 'metadata.annotations',
  severity: 'warn',
  source: 'gap N4: Venafi issuers fail with CustomFieldsError',
  passes: [annotated({ [key]: '[{"name":"team","value":"web"}]' }, {}), annotated({}, {})],
  fails: [
    annotated({ [key]: 'not json' }, {}),
    annotated({ [key]: '[{"name":"team","value":"web","type":"Odd"}]' }, {}),
  ],
  check: ({ certificate: { metadata } }) => customFieldViolations(metadata),
};
