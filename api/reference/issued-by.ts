import type { IssuerType } from '../issuer/candidate.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { issuers } from '../kinds.ts';
import type { Wanted } from './wanted.ts';
import type { World } from './world.ts';

/** The issuers that may be meant; none when there is no such issuer, it is another group's, or that is not known. */
export function issuersOf({ object, issuerRef }: Wanted, world: World): readonly Issuer[] {
  return issuerRef.group === issuers.group ? (world.issuersOf(object, issuerRef) ?? []) : [];
}

/** The same, if every one of them is of this type. */
export function issuedBy(wanted: Wanted, world: World, type: IssuerType): readonly Issuer[] {
  const found = issuersOf(wanted, world);
  return found.every(({ spec }) => spec[type] !== undefined) ? found : [];
}
