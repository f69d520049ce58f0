import { venafiAnnotations } from './annotations.ts';
import { mapKey } from './field-syntax.ts';
import type { ObjectMeta } from './resource.ts';
import type { Violation } from './rule.ts';

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

/** The annotation with custom fields for Venafi, of Certificates and issuers. */
export function customFieldViolations({ annotations }: ObjectMeta): readonly Violation[] {
  const text = annotations?.[key];
  if (text === undefined || text === '' || isFieldList(text)) return [];
  const detail = 'must be a JSON list of {"name", "value"}';
  return [{ field: mapKey('metadata.annotations', key), kind: 'Invalid', detail }];
}
