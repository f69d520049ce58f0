import { issuerAnnotations } from '../../annotations.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { isAllowed, listedIn } from '../allowed.ts';
import { certificate, issuer } from '../example.ts';
import { issuersOf } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import { type Wanted, type WantedName, wrongName } from '../wanted.ts';

function onlyFor(suffixes: string): ReturnType<typeof issuer> {
  return issuer(undefined, { annotations: { [issuerAnnotations.allowedDnsSuffixes]: suffixes } });
}

/** A common name that looks like a host is taken for one by old clients. */
function namesOf({ names, commonName }: Wanted): readonly WantedName[] {
  const isHost = commonName !== undefined && /^[\w*-]+(\.[\w-]+)+\.?$/.test(commonName.name);
  return isHost ? [...names, { ...commonName, type: 'dns' }] : names;
}

function allows(issuer: Issuer, name: WantedName): boolean {
  const suffixes = listedIn(issuer, issuerAnnotations.allowedDnsSuffixes);
  return suffixes === undefined || isAllowed(name, suffixes);
}

export const namesAreAllowed: ReferenceRule<Wanted> = {
  id: 'reference/names-are-allowed',
  field: 'spec.dnsNames',
  severity: 'deny',
  source: `annotation ${issuerAnnotations.allowedDnsSuffixes} of the issuer: what it may be used for`,
  passes: [
    [certificate({ dnsNames: ['shop.example', '*.eu.Shop.example'] }), onlyFor('other.example shop.example')],
    [certificate({ uris: ['spiffe://shop.example/cart'] }), onlyFor('.shop.example')],
    [certificate({ commonName: 'The shop' }), onlyFor('shop.example')],
    [certificate(), issuer()],
  ],
  fails: [
    [certificate({ dnsNames: ['shop.example', 'bank.example'] }), onlyFor('shop.example')],
    [certificate({ dnsNames: ['workshop.example'] }), onlyFor('shop.example')],
    [certificate({ commonName: 'bank.example' }), onlyFor('shop.example')],
    [certificate({ emailAddresses: ['ann@bank.example'] }), onlyFor('shop.example')],
    [certificate({ ipAddresses: ['192.0.2.7'] }), onlyFor('shop.example')],
    [certificate(), onlyFor('')],
  ],
  check(wanted, world) {
    const found = issuersOf(wanted, world);
    if (found.length === 0) return [];
    const refused = namesOf(wanted).filter((name) => !found.some((issuer) => allows(issuer, name)));
    const by = `${wanted.issuerRef.kind} ${wanted.issuerRef.name}`;
    return refused.map((name) => wrongName(name, `${by} is not for ${name.name}; ask those who run it`));
  },
};
