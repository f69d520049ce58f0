const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/**
 * One record of RFC 4180: `Big, "Smith, Sons"` has two fields. Spaces belong to them.
 *
 * @throws {Error} when a quote is not where one may be
 */
export function csvRecord(text: string): readonly string[] {
  const fields: string[] = [];
  field.lastIndex = 0;
  for (;;) {
    const match = field.exec(text);
    if (match === null) throw new Error(`a quote is out of place in ${JSON.stringify(text)}`);
    const [, quoted, bare = '', end] = match;
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === '') return fields;
  }
}
