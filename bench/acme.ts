import { certificateFor } from '../test/cluster/controller-scene.ts';
import { isTrue } from '../api/conditions.ts';
import { issuers } from '../api/kinds.ts';
import { waitFor } from '../test/cluster/loopback.ts';
import { type Arena, namespace, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { issue } from './issuance.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const names20 = Array.from({ length: 20 }, (_, index) => `name-${index}.example.com`);

/** By DNS-01 and RFC 2136, which every contestant has built in; Pebble and bind9 are real. */
export const acme: Suite = {
  name: 'acme',
  summary: 'a name with its wildcard, and 20 names, by DNS-01',
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    await prepareIssuer(arena);
    const figures: Figure[] = [];
    for (const [name, dnsNames] of [
      ['pair', ['pair.example.com', '*.pair.example.com']],
      ['twenty', names20],
    ] as const) {
      tell(`${dnsNames.length} names`);
      const issued = await issue(arena, [certificateFor(name, { issuerRef: { name: 'acme' }, dnsNames })]);
      const limit = name === 'pair' ? { limit: 10 } : {};
      figures.push({
        name: `${dnsNames.length} names, apply to Ready`,
        value: issued.seconds,
        unit: 's',
        ...limit,
      });
      figures.push(
        ...issued.figures.map((figure) => ({ ...figure, name: `${dnsNames.length} names, ${figure.name}` })),
      );
    }
    return figures;
  } finally {
    await arena.stop();
  }
}

async function prepareIssuer({ plane, dns, acme: ca, apply }: Arena): Promise<void> {
  const rfc2136 = {
    nameserver: dns.server,
    tsigKeyName: dns.tsig.name,
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
  };
  const spec = {
    acme: {
      server: ca.directoryUrl,
      caBundle: Buffer.from(ca.caPem).toString('base64'),
      privateKeySecretRef: { name: 'acme-account' },
      solvers: [{ dns01: { rfc2136 } }],
    },
  };
  await apply(
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tsig' }, stringData: { secret: dns.tsig.secret } },
    { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'acme' }, spec },
  );
  await waitFor('the issuer', async () => {
    const found = await plane.admin.get(issuers, { namespace, name: 'acme' });
    return isTrue(found?.status?.conditions, 'Ready') || undefined;
  });
}
