import { venafiAnnotations } from '../../annotations.ts';
import { mapKey } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { annotated, type CertificateCandidate } from '../candidate.ts';

const key = venafiAnnotations.customFields;
const types: readonly unknown[] = [undefined, '', 'Plain'];

/** A list of `{ name, value, type }` (cert-manager documentation, Venafi custom fields). */
function isFieldList(text: string): boolean {
  try {
    const fields: unknown = JSON.parse(text);
    return (
      Array.isArray(fields) &&
      fields.every((field: { readonly type?: unknown } | null) => types.includes(field?.type))
    );
  } catch {
    return false;
  }
}

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
  check({ certificate: { metadata } }) {
    const text = metadata.annotations?.[key];
    if (text === undefined || text === '' || isFieldList(text)) return [];
    const detail = 'must be a JSON list of {"name", "value"}';
    return [{ field: mapKey('metadata.annotations', key), kind: 'Invalid', detail }];
  },
};
