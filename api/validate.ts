import { validators, type SchemaError } from './generated/validators.js';
import type { Violation } from './rule.ts';

/** What a schema exists for. */
export type SchemaKind = keyof typeof validators;

/** What is said of a text that is not of a format. */
export const formatTexts = {
  byte: 'must be base64, with padding and on one line',
  'date-time': 'must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z',
  'go-duration':
    'must be a duration such as 2160h or 1h30m, with the units h, m, s, ms, us, ns (there is no unit for days)',
} as const;

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

function formatText(format: string): string {
  const texts: Readonly<Record<string, string>> = formatTexts;
  return texts[format] ?? `must be of format ${format}`;
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
    detail: formatText(String(format)),
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

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Puts a member into an object, whatever its name is: `__proto__` too. */
function put(into: object, key: string, value: unknown): void {
  Object.defineProperty(into, key, { value, enumerable: true, writable: true, configurable: true });
}

/**
 * A copy without members that are null: the API server takes them for absent. Entries of lists stay. Objects may be nested
 * as deeply as anybody likes.
 */
export function withoutNulls(value: unknown): unknown {
  const root = { value };
  const waiting: (readonly [into: object, key: string, from: unknown])[] = [[root, 'value', value]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [into, key, from] = next;
    if (!isObject(from)) continue;
    const isList = Array.isArray(from);
    const members = Object.entries(from).filter(([, member]) => isList || member !== null);
    const copy: object = isList ? [] : {};
    put(into, key, copy);
    for (const [name, member] of members) {
      put(copy, name, member);
      waiting.push([copy, name, member]);
    }
  }
  return root.value;
}

/** What became of judging an object by its schema. */
export interface Fitting {
  /** Empty when the object fits. */
  readonly violations: readonly Violation[];
  /** The object as the API server would see it: no member of it is null where the schema knows it. */
  readonly stated: unknown;
}

/** As {@link validateSchema}; whoever looks at the object afterwards looks at `stated`. */
export function fitToSchema(kind: SchemaKind, object: unknown): Fitting {
  const fits = validators[kind];
  if (fits(object)) return { violations: [], stated: object };
  const stated = withoutNulls(object);
  if (fits(stated)) return { violations: [], stated };
  return { violations: (fits.errors ?? []).map((error) => violationOf(stated, error)), stated };
}

/**
 * Judges a whole object by the schema of its kind, as the API server does by the CRD: types, enums, bounds, required
 * members, formats; and durations, which only we and other Go software look at. Unknown members are no violation: the
 * API server drops them. CEL rules and unique list keys are the business of `rules/`.
 *
 * @returns every violation; an empty list when the object fits
 */
export function validateSchema(kind: SchemaKind, object: unknown): readonly Violation[] {
  return fitToSchema(kind, object).violations;
}
