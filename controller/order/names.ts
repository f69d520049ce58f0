import type { ChallengeSpec } from '../../api/challenge/challenge.ts';
import { computeName, goJson } from '../../api/names.ts';
import type { OrderSpec } from '../../api/order/order.ts';
import type { IssuerRef } from '../issuer-ref.ts';

/** From this length on the readable part of the name cannot tell requests apart, so upstream hashes it too. */
const longRequestName = 52;

/**
 * The name of the Order of a request: the same for the same wish, so that a restart finds it again. The CSR itself is not
 * hashed, as upstream does.
 */
export function orderName(requestName: string, spec: OrderSpec): string {
  const wish = orderInGoOrder(spec);
  const hashed =
    requestName.length < longRequestName ? wish : { certificateRequestName: requestName, spec: wish };
  return computeName(requestName, goJson(hashed));
}

/** The name of the Challenge of one authorization. The key is not hashed. */
export function challengeName(order: string, spec: ChallengeSpec): string {
  const { url, authorizationURL, dnsName, wildcard = false, type, token, solver } = spec;
  const { selector, http01, dns01, ...rest } = solver;
  const ordered = {
    ...(selector && { selector: { ...pick(selector, ['matchLabels', 'dnsNames', 'dnsZones']) } }),
    ...(http01 && { http01 }),
    ...(dns01 && { dns01 }),
    ...rest,
  };
  const proof = { url, authorizationURL, dnsName, wildcard, type, token, key: '', solver: ordered };
  return computeName(order, goJson({ ...proof, issuerRef: issuerRefInGoOrder(spec.issuerRef) }));
}

/** Members in the order of upstream's struct, absent and empty ones left out; `request` is always null here. */
function orderInGoOrder(spec: OrderSpec): object {
  return {
    request: null,
    issuerRef: issuerRefInGoOrder(spec.issuerRef),
    ...pick(spec, ['commonName', 'dnsNames', 'ipAddresses', 'duration', 'profile', 'replaces']),
  };
}

function issuerRefInGoOrder(ref: IssuerRef): object {
  return { name: ref.name, ...pick(ref, ['kind', 'group']) };
}

function pick<From extends object>(from: From, names: readonly (keyof From)[]): Partial<From> {
  const chosen = names.filter((name) => !isEmpty(from[name])).map((name) => [name, from[name]]);
  return Object.fromEntries(chosen) as Partial<From>;
}

/** What Go's `omitempty` leaves out. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === '';
}
