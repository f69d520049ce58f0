import { textOf } from './json.ts';
import type { Row } from './json.ts';
import { asciiName } from './names.ts';
import type { Refusal } from './refusal.ts';
import type { Found } from './session.ts';

/** A page of a list of records. */
export interface Page {
  readonly ok: true;
  readonly rows: readonly Row[];
  /** How many there are on all pages; not a number when the answer does not tell. */
  readonly total: number;
}

/** No name has more pages than these. */
const mostPages = 20;

/**
 * Reads a list to its end.
 *
 * @param ask for the page with this number (from 1), which begins after so many rows
 * @param idOf `undefined` for rows that are not meant
 */
export async function idsOnPages(
  ask: (page: number, offset: number) => Promise<Page | Refusal>,
  idOf: (row: Row) => string | undefined,
): Promise<Found | Refusal> {
  const ids: string[] = [];
  for (let page = 1, offset = 0; ; page += 1) {
    const outcome = await ask(page, offset);
    if (!outcome.ok) return outcome;
    ids.push(...outcome.rows.flatMap((row) => idOf(row) ?? []));
    offset += outcome.rows.length;
    if (outcome.rows.length === 0 || !(offset < outcome.total) || page >= mostPages) return { ok: true, ids };
  }
}

/** What a list says of one record. */
export interface ListedRecord {
  readonly type: unknown;
  readonly name: unknown;
  readonly value: unknown;
}

/** Whether it is the TXT record of exactly this name and value. Lists have Unicode names, and quote values at times. */
export function isSameRecord(listed: ListedRecord, name: string, value: string): boolean {
  const text = textOf(listed.value);
  return (
    textOf(listed.type) === 'TXT' &&
    asciiName(textOf(listed.name)) === name &&
    (text === value || text === `"${value}"`)
  );
}
