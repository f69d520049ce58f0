import { has, stated } from '../cel.ts';
import type { CelCheck } from '../rule.ts';
import { dns01Providers, issuerTypes, type Dns01Provider, type IssuerType } from './candidate.ts';

const solvers = 'spec.acme.solvers';

function needed(isThere: string, when: string | undefined): string {
  return when === undefined ? isThere : `!(${when}) || ${isThere}`;
}

function anyOf(root: string, names: readonly string[]): string {
  return names.map((name) => `has(${root}.${name})`).join(' || ');
}

/** CEL: that this is the first one that is stated. */
export function isFirst(root: string, name: string, names: readonly string[]): string {
  const before = names.slice(0, names.indexOf(name));
  const alone = before.length === 0 ? '' : ` && !(${anyOf(root, before)})`;
  return `has(${root}.${name})${alone}`;
}

/** CEL for the name of the first one that is stated. */
export function firstOf(root: string, names: readonly string[]): string {
  return `(${names.map((name) => `has(${root}.${name}) ? '${name}' : `).join('')}'')`;
}

/** A check of the settings of a type, when it is the one that counts. @param valid about `object` */
export function ofType(type: IssuerType, valid: string, rest: Omit<CelCheck, 'valid'> = {}): CelCheck {
  return { valid: `!(${isFirst('object.spec', type, issuerTypes)}) || (${valid})`, ...rest };
}

/** That an issuer of a type has a text. @param path below the type: `auth.aws.role`; @param when CEL for where it has to */
export function typeNeeds(type: IssuerType, path: string, when?: string): CelCheck {
  const member = `spec.${type}.${path}`;
  return ofType(type, needed(stated('object', member), when), { tells: `${member}: Required` });
}

/** A check of every solver. @param valid about an `entry` */
export function ofSolver(valid: string, rest: Omit<CelCheck, 'valid' | 'each'> = {}): CelCheck {
  return { each: solvers, valid, ...rest };
}

export function ofHttp01(valid: string, rest: Omit<CelCheck, 'valid' | 'each'> = {}): CelCheck {
  return ofSolver(`!has(entry.http01) || (${valid})`, rest);
}

/** Not of one beside HTTP01: of that another rule speaks. */
export function ofDns01(valid: string, rest: Omit<CelCheck, 'valid' | 'each'> = {}): CelCheck {
  return ofSolver(`has(entry.http01) || !has(entry.dns01) || (${valid})`, rest);
}

/** A check of every solver of this provider, when it is the one that counts. @param valid about an `entry` */
export function ofProvider(
  provider: Dns01Provider,
  valid: string,
  rest: Omit<CelCheck, 'valid' | 'each'> = {},
): CelCheck {
  return ofDns01(`!(${isFirst('entry.dns01', provider, dns01Providers)}) || (${valid})`, rest);
}

/** That every solver of this provider has a text. @param path below the provider; @param when CEL for where it has to */
export function providerNeeds(provider: Dns01Provider, path: string, when?: string): CelCheck {
  const valid = needed(stated(`entry.dns01.${provider}`, path), when);
  return ofProvider(provider, valid, { tells: `.${provider}.${path}: Required` });
}

/** The same for both halves of a reference to an entry of a Secret. */
export function providerNeedsRef(provider: Dns01Provider, path: string, when?: string): readonly CelCheck[] {
  return ['name', 'key'].map((half) => providerNeeds(provider, `${path}.${half}`, when));
}

/** CEL: that there is something. @param path below a provider of an `entry` */
export function hasIn(provider: Dns01Provider, path: string): string {
  return has(`entry.dns01.${provider}`, path);
}

/** CEL: that there is a text that is not empty. @param path below a provider of an `entry` */
export function statedIn(provider: Dns01Provider, path: string): string {
  return stated(`entry.dns01.${provider}`, path);
}
