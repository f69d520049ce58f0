import type { Solver, SolverSelector } from './issuer.ts';

/** What a solver is wanted for. */
export interface SolverWish {
  /** The name of the certificate, with its `*.` where it has one. */
  readonly domain: string;
  /** Types of challenges the CA offers: `dns-01`, `http-01`. */
  readonly offered: readonly string[];
  /** Labels of the Order; they come from the Certificate. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How well a selector fits; compared from left to right. */
interface Fit {
  readonly dnsNames: number;
  /** Labels of the longest zone that is a suffix of the domain. */
  readonly zoneLabels: number;
  readonly labels: number;
}

/**
 * The solver for one name, chosen exactly as upstream does: a listed name beats any zone, a longer zone a shorter one,
 * more labels fewer; of equals the first in the list. A solver without a selector takes what nobody better takes.
 *
 * @returns `undefined` when no solver fits
 */
export function selectSolver(wish: SolverWish, solvers: readonly Solver[]): Solver | undefined {
  let best: { readonly solver: Solver; readonly fit: Fit } | undefined;
  for (const solver of solvers) {
    const type = challengeTypeOf(solver);
    if (type === undefined || !wish.offered.includes(type)) continue;
    const fit = fitOf(solver.selector ?? {}, wish);
    if (fit !== undefined && (best === undefined || isBetter(fit, best.fit))) best = { solver, fit };
  }
  return best?.solver;
}

/** The ACME name of what the solver does. */
export function challengeTypeOf(solver: Solver): 'dns-01' | 'http-01' | undefined {
  if (solver.http01 !== undefined) return 'http-01';
  return solver.dns01 === undefined ? undefined : 'dns-01';
}

/** All three parts must match; an empty part, as an absent selector, matches everything and counts for nothing. */
function fitOf(selector: SolverSelector, wish: SolverWish): Fit | undefined {
  const { matchLabels = {}, dnsNames = [], dnsZones = [] } = selector;
  const labels = Object.entries(matchLabels);
  const zoneLabels = Math.max(0, ...dnsZones.map((zone) => commonLabels(zone, wish.domain)));
  if (!labels.every(([key, value]) => wish.labels[key] === value)) return undefined;
  if (dnsNames.length > 0 && !dnsNames.includes(wish.domain)) return undefined;
  if (dnsZones.length > 0 && zoneLabels === 0) return undefined;
  return { dnsNames: dnsNames.length > 0 ? 1 : 0, zoneLabels, labels: labels.length };
}

function isBetter(fit: Fit, than: Fit): boolean {
  const differences = [
    fit.dnsNames - than.dnsNames,
    fit.zoneLabels - than.zoneLabels,
    fit.labels - than.labels,
  ];
  return (differences.find((difference) => difference !== 0) ?? 0) > 0;
}

/** @returns how many labels the zone has when it is a suffix of the domain, else 0 */
function commonLabels(zone: string, domain: string): number {
  const suffix = labelsOf(zone);
  const labels = labelsOf(domain);
  if (suffix.length === 0 || suffix.length > labels.length) return 0;
  const tail = labels.slice(labels.length - suffix.length);
  return suffix.every((label, index) => label === tail[index]) ? suffix.length : 0;
}

function labelsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split('.')
    .filter((label) => label !== '');
}
