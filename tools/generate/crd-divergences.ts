/** Where our CRDs differ from upstream's on purpose. */
export interface CrdDivergence {
  /** Kinds that differ. */
  readonly kinds: readonly string[];
  /** Path in the schema. */
  readonly path: string;
  /** The keywords that path has with us; upstream has the path without them, or not at all. */
  readonly added: Readonly<Record<string, unknown>>;
  readonly why: string;
}

const allKinds = ['Certificate', 'CertificateRequest', 'Issuer', 'ClusterIssuer', 'Order', 'Challenge'];

/** The whole list: a test fails on any other difference, and `docs/divergences.md` is printed from it. */
export const crdDivergences: readonly CrdDivergence[] = [
  {
    kinds: allKinds,
    path: 'status.observedGeneration',
    added: { type: 'integer', format: 'int64' },
    why: 'Tools that wait for an object (kstatus, and with it Flux and scripts around `kubectl wait`) compare it with `metadata.generation`: without it they take the status of an older spec for that of the new one.',
  },
  {
    kinds: allKinds,
    path: 'status',
    added: { default: { observedGeneration: -1 } },
    why: 'A fresh object has no status, and to the same tools an object without one is done. So it says -1 from the moment it is created until a controller has looked. Only the status as a whole has the default, not the member: a status that an older controller or somebody else wrote without the member stays without it, and keeps its meaning. The default is stored by the first write after the creation, so that one raises `resourceVersion` even where nothing else changes.',
  },
];
