import type { Solver } from '../../../api/issuer/issuer.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { certificate } from '../../build/certificate.ts';
import { acmeSpec, issuer } from '../../build/issuer.ts';

function many<T>(count: number, each: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => each(index));
}

function named(overrides: Parameters<typeof certificate>[0]): KubeObject {
  return { ...certificate(overrides), metadata: { name: 'large' } };
}

const solver = (index: number): Solver => ({
  selector: { dnsZones: [`zone-${index}.example`] },
  dns01: { rfc2136: { nameserver: `ns-${index}.example:53`, tsigAlgorithm: 'HMACSHA512' } },
});

/** As much as a certificate request holds of each. */
export const large: readonly (readonly [what: string, object: KubeObject])[] = [
  ['1000 DNS names', named({ spec: { dnsNames: many(1000, (index) => `host-${index}.shop.example`) } })],
  [
    '1400 IPv4 addresses',
    named({ spec: { ipAddresses: many(1400, (index) => `10.0.${index >> 8}.${index & 255}`) } }),
  ],
  [
    '1400 IPv6 addresses',
    named({ spec: { ipAddresses: many(1400, (index) => `2001:db8:1:2:3:4:5:${index.toString(16)}`) } }),
  ],
  [
    '400 URIs',
    named({
      spec: {
        uris: many(400, (index) => `spiffe://cluster.example/ns/team-${index}/sa/service-of-the-shop`),
      },
    }),
  ],
  [
    '900 mail addresses',
    named({ spec: { emailAddresses: many(900, (index) => `person-${index}@shop.example`) } }),
  ],
  [
    '500 name constraints of a kind',
    named({
      spec: {
        isCA: true,
        commonName: 'ca',
        nameConstraints: {
          permitted: {
            dnsDomains: many(500, (index) => `host-${index}.shop.example`),
            ipRanges: many(500, (index) => `2001:db8:${index.toString(16)}::/48`),
          },
        },
      },
    }),
  ],
  [
    '500 labels',
    named({
      spec: {
        secretTemplate: {
          labels: Object.fromEntries(many(500, (index) => [`shop.example/label-${index}`, `value-${index}`])),
        },
      },
    }),
  ],
  ['300 solvers', { ...issuer({ spec: acmeSpec(...many(300, solver)) }), metadata: { name: 'large' } }],
];
