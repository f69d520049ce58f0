import { venafiAnnotations } from '../../annotations.ts';
import { customFieldViolations } from '../../custom-fields.ts';
import type { Example, Rule } from '../../rule.ts';
import { atVenafi, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function annotated(text: string): Example<Issuer> {
  const { after } = atVenafi({});
  const annotations = { [venafiAnnotations.customFields]: text };
  return { after: { ...after, metadata: { ...after.metadata, annotations } } };
}

export const venafiCustomFieldsParse: Rule<Issuer> = {
  id: 'issuer/venafi-custom-fields-parse',
  field: 'metadata.annotations',
  severity: 'deny',
  source: 'gap N4: every request fails with CustomFieldsError',
  passes: [annotated('[{"name":"team","value":"web"}]'), atVenafi({})],
  fails: [annotated('not json')],
  beyondCel: 'reads-json',
  check: (issuer) => (settingsOf(issuer, 'venafi') ? customFieldViolations(issuer.metadata) : []),
};
