import { isIP } from 'node:net';

/**
 * Whether a Host header names us by something that no stranger can give an address to. A page of somebody else's, whose name
 * is made to lead to a reader's port-forward ("DNS rebinding"), comes under its own name and gets nothing.
 *
 * @param allowed names of a proxy's or an Ingress's, beside addresses, `localhost`, and names that only clusters know
 */
export function isKnownHost(header: string | undefined, allowed: readonly string[]): boolean {
  const name = /^(\[[^\]]+\]|[^:]+)(?::\d{1,5})?$/.exec(header ?? '')?.[1]?.toLowerCase();
  if (name === undefined) return false;
  if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || allowed.includes(name)) return true;
  return /^[a-z0-9-]+(\.[a-z0-9-]+\.svc(\.cluster\.local)?)?$/.test(name);
}
