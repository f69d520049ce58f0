import { has, isQualifiedName as isQualifiedNameCel } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { annotationsTooLong, isQualifiedName } from '../../field-syntax.ts';
import type { Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const annotationsField = 'spec.secretTemplate.annotations';

export const templateAnnotationsAreValid: Rule<CertificateCandidate> = {
  id: 'certificate/template-annotations-are-valid',
  field: 'spec.secretTemplate.annotations',
  severity: 'deny',
  source: 'cert-manager v1.21 CE32',
  passes: [at({ secretTemplate: { annotations: { 'shop.example/note': 'any text' } } })],
  fails: [
    at({ secretTemplate: { annotations: { 'a note': 'x' } } }),
    at({ secretTemplate: { annotations: { note: 'x'.repeat(262145) } } }),
  ],
  cel: [
    {
      each: annotationsField,
      valid: isQualifiedNameCel('entry.lowerAscii()'),
      value: 'entry',
      tells: 'annotation key',
    },
    {
      valid: `!(${has('object', annotationsField)}) || object.${annotationsField}.map(key, size(bytes(key)) + size(bytes(object.${annotationsField}[key]))).sum() <= 262144`,
      tells: 'Too long',
    },
  ],
  check({ certificate: { spec } }) {
    const annotations = spec.secretTemplate?.annotations ?? {};
    const field = annotationsField;
    const bad = Object.keys(annotations).filter((key) => !isQualifiedName(key.toLowerCase()));
    const violations: Violation[] = bad.map((key) => ({
      field,
      kind: 'Invalid',
      value: key,
      detail:
        'is not an annotation key: an optional DNS subdomain and "/", then up to 63 letters, digits, "-", "_" or "."',
    }));
    if (annotationsTooLong(annotations))
      violations.push({ field, kind: 'TooLong', detail: 'may not be more than 262144 bytes' });
    return violations;
  },
};
