/**
 * The targets of `Link` headers with one relation (RFC 8288), made absolute.
 *
 * @param base the address the header came from
 */
export function linksOf(
  header: string | readonly string[] | undefined,
  relation: string,
  base: string,
): readonly string[] {
  const lines = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  return lines
    .flatMap((line) => [...line.matchAll(/<([^>]*)>([^<]*)/g)])
    .filter(([, , parameters = '']) => hasRelation(parameters, relation))
    .flatMap(([, target = '']) => URL.parse(target, base)?.href ?? []);
}

function hasRelation(parameters: string, relation: string): boolean {
  const value = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
  return (value?.[1] ?? value?.[2] ?? '').split(/\s+/).includes(relation);
}
