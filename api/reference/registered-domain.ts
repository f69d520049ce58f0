/** Labels below which country-code domains are given out: `co.uk`, `com.au`. */
const generic: ReadonlySet<string> = new Set(
  'ac co com edu go gob gov ltd me mil ne net nom or org plc sch'.split(' '),
);

/**
 * The domain that somebody registered, as CAs count by: two labels, or three below such as `co.uk`. Near enough for a
 * warning; the whole truth is the Public Suffix List.
 */
export function registeredDomain(name: string): string {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && generic.has(second) ? -3 : -2).join('.');
}
