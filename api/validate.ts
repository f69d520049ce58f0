import { validators, type SchemaError } from './generated/validators.js';
import type { Violation } from './rule.ts';

/** What a schema exists for. */
export type SchemaKind = keyof typeof validators;

const formatTexts: Readonly<Record<string, string>> = {
  byte: 'must be base64, with padding and on one line',
  'date-time': 'must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z',
  'go-duration':
    'must be a duration such as 2160h or 1h30m, with the units h, m, s, ms, us, ns (there is no unit for days)',
};

function decodePointer(pointer: string): readonly string[] {
  const segments = pointer.split('/').slice(1);
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(value: unknown, segment: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, segment) : undefined;
}

/** `spec.dnsNames[0]`, `spec.secretTemplate.labels[example.com/team]`. */
function fieldAt(object: unknown, segments: readonly string[]): string {
  let field = '';
  let value = object;
  for (const segment of segments) {
    const plain = !Array.isArray(value) && /^[a-zA-Z]\w*$/.test(segment);
    const dot = field === '' ? '' : '.';
    field += plain ? dot + segment : `[${segment}]`;
    value = child(value, segment);
  }
  return field;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): { readonly value?: string } {
  return typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : {};
}

function typeNames(type: unknown): string {
  return Array.isArray(type) ? type.join(' or ') : String(type);
}

type Found = Omit<Violation, 'field'>;

/** What each keyword of JSON Schema means when it does not hold; the words are those of the API server where it has any. */
const explanations: Readonly<Record<string, (params: SchemaError['params'], value: unknown) => Found>> = {
  type: ({ type }, value) => ({
    kind: 'Invalid',
    detail: `must be of type ${typeNames(type)}, not ${typeOf(value)}`,
  }),
  enum: ({ allowedValues }, value) => ({
    kind: 'NotSupported',
    detail: `supported values: ${(allowedValues as readonly unknown[]).map((allowed) => JSON.stringify(allowed)).join(', ')}`,
    ...shown(value),
  }),
  format: ({ format }, value) => ({
    kind: 'Invalid',
    detail: formatTexts[String(format)] ?? `must be of format ${String(format)}`,
    ...(format === 'byte' ? {} : shown(value)),
  }),
  pattern: ({ pattern }, value) => ({
    kind: 'Invalid',
    detail: `must match ${String(pattern)}`,
    ...shown(value),
  }),
  minLength: ({ limit }, value) => ({
    kind: 'Invalid',
    detail: `must be at least ${String(limit)} characters long`,
    ...shown(value),
  }),
  maxLength: ({ limit }) => ({
    kind: 'TooLong',
    detail: `may not be longer than ${String(limit)} characters`,
  }),
  minimum: ({ limit }, value) => ({
    kind: 'Invalid',
    detail: `must be at least ${String(limit)}`,
    ...shown(value),
  }),
  maximum: ({ limit }, value) => ({
    kind: 'Invalid',
    detail: `must be at most ${String(limit)}`,
    ...shown(value),
  }),
};

function violationOf(object: unknown, { instancePath, keyword, params }: SchemaError): Violation {
  const segments = decodePointer(instancePath);
  if (keyword === 'required') {
    const field = fieldAt(object, [...segments, String(params['missingProperty'])]);
    return { field, kind: 'Required', detail: '' };
  }
  const explain = explanations[keyword];
  if (explain === undefined) throw new Error(`the schemas use ${keyword}, which validate.ts cannot explain`);
  let value = object;
  for (const segment of segments) value = child(value, segment);
  return { field: fieldAt(object, segments), ...explain(params, value) };
}

/**
 * A copy without members that are null: the API server takes them for absent. Entries of lists stay.
 */
function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

/**
 * Judges a whole object by the schema of its kind, as the API server does by the CRD: types, enums, bounds, required
 * members, formats; and durations, which only we and other Go software look at. Unknown members are no violation: the
 * API server drops them. CEL rules and unique list keys are the business of `rules/`.
 *
 * @returns every violation; an empty list when the object fits
 */
export function validateSchema(kind: SchemaKind, object: unknown): readonly Violation[] {
  const fits = validators[kind];
  if (fits(object)) return [];
  const stated = withoutNulls(object);
  if (fits(stated)) return [];
  return (fits.errors ?? []).map((error) => violationOf(stated, error));
}
