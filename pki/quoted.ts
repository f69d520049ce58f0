/** Longer values are cut: messages end up in conditions and logs. */
const longest = 100;

/** What somebody wrote, in quotation marks, for a message. Never for secrets. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}...` : text);
}
