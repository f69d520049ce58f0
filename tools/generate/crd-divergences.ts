import { certificateRequests, challenges, orders } from '../../api/kinds.ts';
import type { Resource } from '../../api/resource.ts';
import { crdGuards } from './crd-guards.ts';

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

/** As a path of the surface test sees them. */
function guards(resource: Resource, why: string): CrdDivergence {
  const rules = crdGuards(resource).map(({ rule }) => rule);
  return { kinds: [resource.kind], path: '', added: { rules }, why };
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
  guards(
    certificateRequests,
    'Approval is final, exclusive and True, what was issued stays, and the spec does not change (but for `request`, which admission guards): CEL rules, so that writes of a status need not wait for the webhook and are guarded even where nobody asks it. The certificate is only guarded once the request is Ready. A new request names an issuer there can be and a duration longer than nothing.',
  ),
  guards(
    orders,
    'What the ACME server has said stays: the URLs, the authorizations, and with the state `valid` the certificate; and so does what was ordered, but for `request`, which admission guards. For the same reason.',
  ),
  guards(
    challenges,
    'The proof to give stays the same, but for the solver, which admission guards. For the same reason. A new challenge has a solver for its type: the controller of upstream crashes on one that has none.',
  ),
];
