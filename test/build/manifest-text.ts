import fc from 'fast-check';

/** A value and how it is written down. */
export type Written =
  | { readonly as: 'scalar'; readonly text: string; readonly jsonText: string; readonly anchored: boolean }
  | { readonly as: 'alias' }
  | { readonly as: 'map'; readonly flow: boolean; readonly entries: readonly WrittenEntry[] }
  | {
      readonly as: 'list';
      readonly flow: boolean;
      readonly indented: boolean;
      readonly items: readonly Written[];
    };

export interface WrittenEntry {
  readonly key: string;
  readonly quoted: boolean;
  /** A comment on a line of its own before it, and one behind it. */
  readonly before: string | undefined;
  readonly behind: string | undefined;
  readonly value: Written;
}

/** How the text around the values is written. */
export interface TextStyle {
  readonly lineEnd: '\n' | '\r\n';
  readonly byteOrderMark: boolean;
  readonly documentsBefore: readonly string[];
  readonly documentsBehind: readonly string[];
  readonly json: boolean;
  readonly spec: Written;
}

/** Where a text says what: offsets without the byte order mark. */
export interface Stated {
  readonly field: string;
  readonly key?: readonly [start: number, text: string];
  readonly value?: readonly [start: number, text: string];
}

const scalars = fc.oneof(
  fc.constantFrom(
    'shop',
    'true',
    '12',
    'yes',
    '2160h',
    '90m',
    '1.5',
    'a b',
    'a#b',
    'x: y',
    '- z',
    "it's",
    '"q"',
    '{',
    '# c',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll(/[\p{C}\p{Z}]/gu, ' ')),
);

/** Plain where YAML lets it be, else in one of the two kinds of quotation marks. */
const scalar: fc.Arbitrary<Written> = fc
  .record({ text: scalars, quote: fc.constantFrom('plain', 'single', 'double'), anchored: fc.boolean() })
  .map(({ text, quote, anchored }) => {
    const double = JSON.stringify(text);
    const isPlain = quote === 'plain' && /^[A-Za-z0-9][A-Za-z0-9.]*$/.test(text);
    const quoted = quote === 'single' ? `'${text.replaceAll("'", "''")}'` : double;
    return { as: 'scalar', text: isPlain ? text : quoted, jsonText: double, anchored };
  });

const keys = fc.constantFrom(
  'duration',
  'dnsNames',
  'name',
  'a',
  'isCA',
  'example.com/team',
  'b1',
  'secretName',
);
const comments = fc.option(fc.constantFrom('# who signs', '#: {"', '# - x: y', '# ü'), { nil: undefined });

const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.constant<Written>({ as: 'alias' }),
    fc.record({
      as: fc.constant('map' as const),
      flow: fc.boolean(),
      entries: fc.uniqueArray(
        fc.record({
          key: keys,
          quoted: fc.boolean(),
          before: comments,
          behind: comments,
          value: tie('written'),
        }),
        { selector: ({ key }) => key, minLength: 1, maxLength: 4 },
      ),
    }),
    fc.record({
      as: fc.constant('list' as const),
      flow: fc.boolean(),
      indented: fc.boolean(),
      items: fc.array(tie('written'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const others = fc.constantFrom(
  'a: &x 1\nb: *x\n',
  '# only a comment\n',
  'kind: |\n  text\n  # no comment\n',
  '[1, 2]\n',
);

export const texts: fc.Arbitrary<TextStyle> = fc.record({
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
  byteOrderMark: fc.boolean(),
  documentsBefore: fc.array(others, { maxLength: 2 }),
  documentsBehind: fc.array(others, { maxLength: 1 }),
  json: fc.boolean(),
  spec: written.filter(({ as }) => as === 'map' || as === 'list'),
});

/** Writes values down and notes where it put them. */
class Writer {
  text = '';
  readonly stated: Stated[] = [];
  readonly #style: TextStyle;
  #anchors = 0;

  constructor(style: TextStyle) {
    this.#style = style;
  }

  line(text = ''): void {
    this.text += text.replaceAll('\n', this.#style.lineEnd) + this.#style.lineEnd;
  }

  put(text: string): readonly [number, string] {
    const start = this.text.length;
    this.text += text;
    return [start, text];
  }

  scalar(value: Written): readonly [number, string] {
    const { json } = this.#style;
    if (value.as === 'alias')
      return this.put(this.#anchors === 0 || json ? 'null' : `*a${this.#anchors - 1}`);
    if (value.as !== 'scalar') throw new Error('not a scalar');
    if (json) return this.put(value.jsonText);
    if (value.anchored) {
      this.put(`&a${this.#anchors} `);
      this.#anchors += 1;
    }
    return this.put(value.text);
  }

  flow(value: Written, field: string, key: Stated['key']): void {
    const named = key && { key };
    if (value.as === 'scalar' || value.as === 'alias') {
      this.stated.push({ field, ...named, value: this.scalar(value) });
      return;
    }
    this.stated.push({ field, ...named });
    this.put(value.as === 'map' ? '{ ' : '[');
    const parts = value.as === 'map' ? value.entries : value.items;
    for (const [index, part] of parts.entries()) {
      this.put(this.#between(index));
      if ('key' in part) this.#flowEntry(part, field);
      else this.flow(part, `${field}[${index}]`, undefined);
    }
    this.put(value.as === 'map' ? ' }' : ']');
  }

  #between(index: number): string {
    if (index === 0) return '';
    return index % 2 === 0 ? ', ' : `,${this.#style.lineEnd}                    `;
  }

  #flowEntry(part: WrittenEntry, field: string): void {
    const name = this.put(part.quoted || this.#style.json ? JSON.stringify(part.key) : part.key);
    this.put(': ');
    this.flow(part.value, member(field, part.key), name);
  }

  /** After a key and its colon, or after a dash. */
  below(
    value: Written,
    field: string,
    at: { indent: number; key: Stated['key']; behind: string | undefined },
  ): void {
    const { indent, key, behind } = at;
    if (value.as === 'scalar' || value.as === 'alias' || value.flow) {
      this.put(' ');
      this.flow(value, field, key);
      this.line(behind === undefined ? '' : ` ${behind}`);
      return;
    }
    this.stated.push({ field, ...(key && { key }) });
    this.line(behind === undefined ? '' : ` ${behind}`);
    if (value.as === 'map') this.block(value.entries, field, indent);
    else this.list(value.items, field, value.indented || key === undefined ? indent : indent - 2);
  }

  block(entries: readonly WrittenEntry[], field: string, indent: number): void {
    for (const { key, quoted, before, behind, value } of entries) {
      if (before !== undefined) this.line(`${' '.repeat(indent)}${before}`);
      this.put(' '.repeat(indent));
      const name = this.put(quoted ? JSON.stringify(key) : key);
      this.put(':');
      this.below(value, member(field, key), { indent: indent + 2, key: name, behind });
    }
  }

  list(items: readonly Written[], field: string, column: number): void {
    for (const [index, item] of items.entries()) {
      this.put(`${' '.repeat(column)}-`);
      this.below(item, `${field}[${index}]`, { indent: column + 2, key: undefined, behind: undefined });
    }
  }
}

function member(field: string, key: string): string {
  return /^[A-Za-z]\w*$/.test(key) ? `${field}.${key}` : `${field}[${key}]`;
}

/** A text with a Certificate of this spec somewhere in it, and where the fields of the spec are. */
export function writeText(style: TextStyle): { readonly text: string; readonly stated: readonly Stated[] } {
  const writer = new Writer(style);
  if (style.json) {
    writer.put('{"apiVersion": "cert-manager.io/v1", "kind": "Certificate",');
    writer.line();
    writer.put('\t"metadata": {"name": "shop"}, ');
    const key = writer.put('"spec"');
    writer.put(': ');
    writer.flow(style.spec, 'spec', key);
    writer.line('}');
  } else {
    for (const other of style.documentsBefore) writer.line(`${other}---`);
    writer.line('apiVersion: cert-manager.io/v1\nkind: Certificate # of a shop\nmetadata: { name: shop }');
    const key = writer.put('spec');
    writer.put(':');
    writer.below(style.spec, 'spec', { indent: 2, key, behind: undefined });
    for (const other of style.documentsBehind) writer.line(`---\n${other}`);
  }
  return { text: (style.byteOrderMark ? '\uFEFF' : '') + writer.text, stated: writer.stated };
}
