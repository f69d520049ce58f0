import type { CsrFacts } from './csr.ts';
import { quoted } from './quoted.ts';
import { usageNames, usagesFor } from './usages.ts';

/** What a CertificateRequest asks for beside its CSR. */
export interface AskedBeside {
  /** `spec.usages`. */
  readonly usages: readonly string[];
  /** `spec.isCA`. */
  readonly isCa: boolean;
}

/** One point in which a CSR and the request around it differ. */
export interface Contradiction {
  readonly field: 'spec.isCA' | 'spec.usages';
  /** One line of ASCII. */
  readonly detail: string;
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}

function listed(names: readonly string[]): string {
  return `[${names.map((name) => quoted(name)).join(', ')}]`;
}

function usageContradictions(csr: CsrFacts, { usages, isCa }: AskedBeside): readonly Contradiction[] {
  if (!csr.keyUsages && !csr.extKeyUsageOids) return [];
  const inCsr = { keyUsages: csr.keyUsages ?? [], extKeyUsageOids: csr.extKeyUsageOids ?? [] };
  const asked = usagesFor(usages, isCa);
  if (sameSet(inCsr.keyUsages, asked.keyUsages) && sameSet(inCsr.extKeyUsageOids, asked.extKeyUsageOids))
    return [];
  const detail = `the CSR asks for the usages ${listed(usageNames(inCsr))}, spec.usages and spec.isCA for ${listed(usageNames(asked))}`;
  return [{ field: 'spec.usages', detail }];
}

/**
 * Where the CSR's own extensions say something else than the request: usages when it has either usage extension, CA
 * when it has basic constraints. Usages are compared as sets, and by OID, so that none slips in that the API has no
 * name for.
 *
 * @throws {TerminalFailure} `InvalidSpec` for a usage that the API does not know
 */
export function contradictions(csr: CsrFacts, asked: AskedBeside): readonly Contradiction[] {
  const differs = csr.isCa !== undefined && csr.isCa !== asked.isCa;
  const detail = `the CSR's basic constraints say CA: ${csr.isCa}, spec.isCA says ${asked.isCa}`;
  return [...(differs ? [{ field: 'spec.isCA', detail } as const] : []), ...usageContradictions(csr, asked)];
}
