import { createHash } from 'node:crypto';
import { plainName, quoteTxt, unquoteTxt } from './txt.ts';
import { childOf, textAt, textElement } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** A set of records of one name and type. Several may stand side by side, told apart by their identifiers. */
export interface RecordSet {
  /** `undefined` for the only set of its name and type. */
  readonly identifier: string | undefined;
  /** What DNS gives out, without quotes. */
  readonly values: readonly string[];
  /** As Route 53 has it: it is removed only by who names all of it. */
  readonly element: XmlElement;
}

/** What is to be done at once or not at all; as XML. */
export type Changes = readonly XmlElement[];

/** As upstream's. */
const ttlSeconds = 10;
const longestIdentifier = 128;

/** The TXT sets of a name, of a page of a list. */
export function readTxtSets(root: XmlElement, name: string): readonly RecordSet[] {
  const sets = childOf(root, 'ResourceRecordSets')?.children ?? [];
  return sets.flatMap((element) => {
    if (textAt(element, 'Type') !== 'TXT' || plainName(textAt(element, 'Name')) !== name) return [];
    const records = childOf(element, 'ResourceRecords')?.children ?? [];
    const values = records.map((record) => unquoteTxt(textAt(record, 'Value')));
    return [{ identifier: textAt(element, 'SetIdentifier') || undefined, values, element }];
  });
}

/**
 * The set that holds one value and nothing else, beside the sets of other values: the shape in which upstream writes
 * them, so that either finds and keeps what the other left, and no change of ours can lose anybody's value.
 */
export function ownSet(name: string, value: string): RecordSet {
  const identifier = identifierOf(value);
  const element = elementOf('ResourceRecordSet', [
    textElement('Name', `${name}.`),
    textElement('Type', 'TXT'),
    textElement('SetIdentifier', identifier),
    textElement('MultiValueAnswer', 'true'),
    textElement('TTL', String(ttlSeconds)),
    recordsOf([quoteTxt(value)]),
  ]);
  return { identifier, values: [value], element };
}

function identifierOf(value: string): string {
  const quoted = quoteTxt(value);
  return quoted.length <= longestIdentifier ? quoted : createHash('sha256').update(value).digest('hex');
}

/**
 * Adds the value: a set of its own, except where the name has a set without identifier (somebody's other TXT values):
 * Route 53 allows nothing beside that, so it is replaced by one with the value in it.
 *
 * @returns `undefined` when the value is there already
 */
export function addition(sets: readonly RecordSet[], name: string, value: string): Changes | undefined {
  if (sets.some(({ values }) => values.includes(value))) return undefined;
  const only = sets.find(({ identifier }) => identifier === undefined);
  if (only) return replacing(only, [...rawValues(only), quoteTxt(value)]);
  return [change('UPSERT', ownSet(name, value).element)];
}

/**
 * Removes the value and no other, wherever it stands.
 *
 * @returns `undefined` when it is nowhere
 */
export function removal(sets: readonly RecordSet[], value: string): Changes | undefined {
  const holders = sets.filter(({ values }) => values.includes(value));
  if (holders.length === 0) return undefined;
  return holders.flatMap((set) =>
    replacing(
      set,
      rawValues(set).filter((raw) => unquoteTxt(raw) !== value),
    ),
  );
}

/** Is refused when somebody changed the set meanwhile: what is deleted must be exactly what is there. */
function replacing({ element }: RecordSet, values: readonly string[]): Changes {
  const deletion = change('DELETE', element);
  if (values.length === 0) return [deletion];
  const children = element.children.map((child) =>
    child.name === 'ResourceRecords' ? recordsOf(values) : child,
  );
  return [deletion, change('CREATE', { ...element, children })];
}

function rawValues({ element }: RecordSet): readonly string[] {
  return (childOf(element, 'ResourceRecords')?.children ?? []).map((record) => textAt(record, 'Value'));
}

function recordsOf(values: readonly string[]): XmlElement {
  const records = values.map((value) => elementOf('ResourceRecord', [textElement('Value', value)]));
  return elementOf('ResourceRecords', records);
}

function change(action: 'UPSERT' | 'CREATE' | 'DELETE', set: XmlElement): XmlElement {
  return elementOf('Change', [textElement('Action', action), set]);
}

/** An element with elements in it. */
export function elementOf(name: string, children: readonly XmlElement[]): XmlElement {
  return { name, text: '', children };
}
