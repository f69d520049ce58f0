import { issuerAnnotations } from '../../annotations.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import { issuerReferenceOf } from '../../issuer-reference.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import { registeredDomain } from '../registered-domain.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';
import type { World } from '../world.ts';

/** From this part of the limit on it is told: the last ones are for what cannot wait. */
const told = 0.8;

/** Certificates for one registered domain in a week, where that is known (https://letsencrypt.org/docs/rate-limits/). */
function limitOf({ metadata, spec }: Issuer): number | undefined {
  const stated = Number(metadata.annotations?.[issuerAnnotations.weeklyCertificates]);
  if (Number.isInteger(stated) && stated > 0) return stated;
  return spec.acme?.server.startsWith('https://acme-v02.api.letsencrypt.org/') ? 50 : undefined;
}

function isSame(one: Certificate, other: Wanted['object']): boolean {
  return one.metadata.namespace === other.metadata.namespace && one.metadata.name === other.metadata.name;
}

function usedBy(domain: string, server: string, { object }: Wanted, world: World): number {
  const counted = (world.newCertificates(domain) ?? []).filter(
    (other) =>
      !isSame(other, object) &&
      world.issuersOf(other, issuerReferenceOf(other))?.some(({ spec }) => spec.acme?.server === server) ===
        true,
  );
  return counted.length;
}

const limited = issuer(acme([dns01]), { annotations: { [issuerAnnotations.weeklyCertificates]: '2' } });

export const rateLimitHasRoom: ReferenceRule<Wanted> = {
  id: 'reference/rate-limit-has-room',
  field: 'spec.dnsNames',
  severity: 'warn',
  source: `rate limits of CAs: 50 certificates a week for one registered domain at Let's Encrypt, elsewhere annotation ${issuerAnnotations.weeklyCertificates} of the issuer`,
  passes: [
    [certificate(), limited],
    [
      certificate(),
      certificate({ dnsNames: ['a.other.example'], secretName: 'a' }, { name: 'a' }),
      certificate({ dnsNames: ['b.shop.example'], secretName: 'b', issuerRef: { name: 'x' } }, { name: 'b' }),
      limited,
    ],
  ],
  fails: [
    [
      certificate(),
      certificate({ dnsNames: ['a.shop.example'], secretName: 'a' }, { name: 'a' }),
      certificate({ dnsNames: ['b.shop.example'], secretName: 'b' }, { name: 'b' }),
      limited,
    ],
  ],
  check(wanted, world) {
    const [found] = issuedBy(wanted, world, 'acme');
    const limit = found && limitOf(found);
    const server = found?.spec.acme?.server;
    if (limit === undefined || server === undefined || wanted.object.kind !== 'Certificate') return [];
    const names = wanted.names.filter(({ type }) => type === 'dns');
    const domains = new Map(names.map(({ field, name }) => [registeredDomain(name), field]));
    return [...domains].flatMap(([domain, field]) => {
      const used = usedBy(domain, server, wanted, world);
      if (used < limit * told) return [];
      const detail = `${used} of the ${limit} certificates a week for ${domain} are spent`;
      return [{ field, kind: 'Invalid' as const, value: domain, detail }];
    });
  },
};
