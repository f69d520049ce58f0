import { TerminalFailure } from '../api/failure.ts';

/** RFC 1035 section 3.1. */
const longestLabel = 63;
const longestName = 255;

/** A name as DNS compares it: lower case, ending in a dot. */
export function absoluteName(name: string): string {
  const lower = name.toLowerCase();
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/**
 * A name on the wire, in canonical form: lower case, not compressed (RFC 4034 section 6.2).
 *
 * @throws {TerminalFailure} `InvalidName` for an empty label, one over 63 bytes, or more than 255 bytes together
 */
export function encodeName(name: string): Buffer {
  const bare = absoluteName(name).slice(0, -1);
  const labels = bare === '' ? [] : bare.split('.').map((label) => Buffer.from(label, 'latin1'));
  const bytes = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.from([label.length]), label]),
    Buffer.from([0]),
  ]);
  const fits = labels.every((label) => label.length > 0 && label.length <= longestLabel);
  if (fits && bytes.length <= longestName) return bytes;
  throw new TerminalFailure(
    'InvalidName',
    `"${name}" is no DNS name: its labels must have 1 to 63 bytes, and 255 together`,
  );
}
