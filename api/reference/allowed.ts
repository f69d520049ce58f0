import type { Issuer } from '../issuer/issuer.ts';
import type { WantedName } from './wanted.ts';

/** What an annotation lists; `undefined` when the issuer does not have it, so that everybody may. */
export function listedIn(issuer: Issuer, annotation: string): readonly string[] | undefined {
  const text = issuer.metadata.annotations?.[annotation];
  return text?.split(/[\s,]+/).filter((item) => item !== '');
}

/** Whether a pattern with `*` for any letters is for a name. */
export function matchesPattern(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}

function isBelow(name: string, suffix: string): boolean {
  const domain = suffix.toLowerCase().replace(/^(\*\.|\.)/, '');
  const lower = name.toLowerCase().replace(/\.$/, '');
  return domain !== '' && (lower === domain || lower.endsWith(`.${domain}`));
}

/** The host that a name speaks for; empty when it is no host with a name, as in `urn:...` or an IP address. */
function hostOf({ type, name }: Pick<WantedName, 'type' | 'name'>): string {
  switch (type) {
    case 'dns':
      return name;
    case 'email':
      return name.slice(name.lastIndexOf('@') + 1);
    case 'uri':
      return /^[a-z][\w+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(name)?.[1] ?? '';
    case 'ip':
      return '';
    default:
      return type satisfies never;
  }
}

/** Whether a name is one of these domains or below one; what has no host of its own never is. */
export function isAllowed(name: Pick<WantedName, 'type' | 'name'>, suffixes: readonly string[]): boolean {
  const host = hostOf(name);
  return suffixes.some((suffix) => isBelow(host, suffix));
}
