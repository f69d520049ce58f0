import type { Certificate } from '../../../api/certificate/certificate.ts';
import { selectSolver } from '../../../api/issuer/select-solver.ts';
import type { FlawIn, TreeRule } from '../../rule.ts';
import type { Placed } from '../../tree.ts';
import { acme, certificate, dns01, http01, issuer } from '../example.ts';
import { type PlacedIssuer, issuedBy } from './issuer-of.ts';

interface Wish {
  readonly field: string;
  readonly name: string;
  /** The types of challenges that can prove control of it (RFC 8555 section 8, RFC 8738). */
  readonly offered: readonly string[];
}

function wishesOf({ spec: { dnsNames = [], ipAddresses = [] } }: Certificate): readonly Wish[] {
  const names = dnsNames.map((name, index) => ({
    field: `spec.dnsNames[${index}]`,
    name,
    offered: name.startsWith('*.') ? ['dns-01'] : ['http-01', 'dns-01'],
  }));
  const addresses = ipAddresses.map((name, index) => ({
    field: `spec.ipAddresses[${index}]`,
    name,
    offered: ['http-01'],
  }));
  return [...names, ...addresses];
}

/** An issuer without solvers may count on names that the server trusts it with already. */
function canProve({ object }: PlacedIssuer, { name, offered }: Wish, of: Certificate): boolean {
  const solvers = object.spec.acme?.solvers ?? [];
  const wish = { domain: name, offered, labels: of.metadata.labels ?? {} };
  return solvers.length === 0 || selectSolver(wish, solvers) !== undefined;
}

function flawsOf(placed: Placed<Certificate>, issuers: readonly PlacedIssuer[]): readonly FlawIn[] {
  const lacking = wishesOf(placed.object).filter(
    (wish) => !issuers.some((found) => canProve(found, wish, placed.object)),
  );
  return lacking.map(({ field, name, offered }) => {
    const type = offered.length === 1 ? `${offered[0] === 'dns-01' ? 'DNS01' : 'HTTP01'} ` : '';
    const detail = `no ${type}solver of ${issuers[0]?.object.metadata.name ?? ''} is for this name`;
    return { manifest: placed.manifest, field, kind: 'Invalid', value: name, detail };
  });
}

export const namesHaveASolver: TreeRule = {
  id: 'reference/names-have-a-solver',
  field: 'spec.dnsNames',
  level: 'error',
  source: 'gap C33: the Order waits for ever; RFC 8555 section 8.4, wildcards are proved by DNS only',
  passes: [
    [certificate({ dnsNames: ['*.shop.example'] }), issuer(acme([http01, dns01]))],
    [certificate(), issuer(acme([http01]))],
    [certificate({ dnsNames: ['*.shop.example'] }), issuer(acme([]))],
  ],
  fails: [
    [certificate({ dnsNames: ['shop.example', '*.shop.example'] }), issuer(acme([http01]))],
    [certificate({ ipAddresses: ['192.0.2.7'] }), issuer(acme([dns01]))],
    [certificate(), issuer(acme([{ ...dns01, selector: { dnsZones: ['other.example'] } }]))],
  ],
  check: (tree) =>
    issuedBy(tree, 'acme').flatMap(({ certificate: placed, issuers }) => flawsOf(placed, issuers)),
};
