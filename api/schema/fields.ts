import { Type, type Static, type TObject, type TProperties, type TSchema, type TUnsafe } from 'typebox';

/** A validation rule in CEL, as CRDs carry it (`x-kubernetes-validations`). */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

/** What a CRD may say about an object beyond JSON Schema; a typo here is a compile error. */
interface ObjectWords {
  'x-kubernetes-map-type'?: 'atomic';
  'x-kubernetes-validations'?: CelRule[];
}

interface TextLimits {
  default?: string;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

interface NumberLimits {
  format?: 'int32' | 'int64';
  default?: number;
  minimum?: number;
  maximum?: number;
}

/** A map with free keys and text values: labels, annotations, selectors. */
export type StringMap = Record<string, string>;

/** A member that may be left out. */
export const optional = Type.Optional;

export function text(description: string, limits: TextLimits = {}) {
  return Type.String({ description, ...limits });
}

export function flag(description: string) {
  return Type.Boolean({ description });
}

export function integer(description: string, limits: NumberLimits = {}) {
  return Type.Integer({ description, ...limits });
}

/** One of a fixed set of words, compared exactly. */
export function oneOf<const Words extends readonly string[]>(
  description: string,
  words: Words,
): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: 'string', description, enum: [...words] });
}

export function object<Properties extends TProperties>(
  description: string,
  properties: Properties,
  words: ObjectWords = {},
): TObject<Properties> {
  return Type.Object(properties, { description, ...words });
}

/** A list that server-side apply replaces as a whole. */
export function list<Item extends TSchema>(description: string, items: Item) {
  return Type.Array(items, { description, 'x-kubernetes-list-type': 'atomic' });
}

/** A list whose entries are told apart, and applied one by one, by one of their members. */
export function keyedList<Item extends TObject>(
  description: string,
  items: Item,
  key: keyof Static<Item> & string,
) {
  return Type.Array(items, {
    description,
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': [key],
  });
}

export function stringList(description: string) {
  return list(description, Type.String());
}

export function map<Value extends TSchema>(description: string, values: Value) {
  return Type.Unsafe<Record<string, Static<Value>>>({
    type: 'object',
    description,
    additionalProperties: values,
  });
}

export function stringMap(description: string): TUnsafe<StringMap> {
  return map(description, Type.String());
}

/**
 * A duration in Go's syntax. The API server knows no such format and takes any text, so the CRD leaves it out; our own
 * validators and the schemas for editors check it.
 */
export function duration(description: string) {
  return Type.String({ description, format: 'go-duration' });
}

/** Bytes, base64 in the object. */
export function bytes(description: string) {
  return Type.String({ description, format: 'byte' });
}

/** An instant, RFC 3339 in the object. */
export function time(description: string) {
  return Type.String({ description, format: 'date-time' });
}

/** Any JSON, kept as it is: the only place where unknown members are not dropped. */
export function anyJson(description: string): TUnsafe {
  return Type.Unsafe<unknown>({ description, 'x-kubernetes-preserve-unknown-fields': true });
}
