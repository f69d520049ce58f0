/** Where our CRDs differ from upstream's on purpose. */
export interface CrdDivergence {
  /** Kinds that differ. */
  readonly kinds: readonly string[];
  /** Path in the schema. */
  readonly path: string;
  /** The keywords that path has with us; upstream does not have the path. */
  readonly added: Readonly<Record<string, unknown>>;
  readonly why: string;
}

/** The whole list: a test fails on any other difference, and `docs/divergences.md` is printed from it. */
export const crdDivergences: readonly CrdDivergence[] = [
  {
    kinds: ['Certificate', 'CertificateRequest', 'Issuer', 'ClusterIssuer', 'Order', 'Challenge'],
    path: 'status.observedGeneration',
    added: { type: 'integer', format: 'int64', default: -1 },
    why: 'Tools that wait for an object (kstatus, and with it Flux and `kubectl wait`-like scripts) compare it with `metadata.generation`: without it they take the status of an older spec for that of the new one. It is -1 in a status that somebody else wrote before our controller looked. An absent `status` stays absent: only the member has a default, not the status.',
  },
];
