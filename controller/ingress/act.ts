import { madeAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { Failure, TransientFailure } from '../../api/failure.ts';
import { certificates } from '../../api/kinds.ts';
import { ingresses } from '../../api/networking.ts';
import { apiVersionOf } from '../../api/resource.ts';
import type { EventFact } from '../../runtime/reconcile.ts';
import { trimObject } from '../../runtime/trim.ts';
import { createOwned } from '../create-owned.ts';
import type { ControllerTools } from '../wiring.ts';
import type { Change, Seen } from './decide.ts';
import { recorded } from './record-of-said.ts';
import { nested } from './said-fields.ts';
import type { Wanted } from './wanted.ts';

type Tools = Pick<ControllerTools, 'cluster' | 'stores'>;
type Tell = (event: EventFact) => void;

/** Upstream's, so that fields keep their manager. */
const options = { fieldManager: 'cert-manager-ingress-shim' };

const words = {
  create: { reason: 'CreateCertificate', done: 'Successfully created Certificate', failed: 'created' },
  update: { reason: 'UpdateCertificate', done: 'Successfully updated Certificate', failed: 'updated' },
  delete: {
    reason: 'DeleteCertificate',
    done: 'Successfully deleted unrequired Certificate',
    failed: 'deleted',
  },
} as const;

/**
 * Makes all changes, whichever of them fail.
 *
 * @throws {Failure} the first
 */
export async function makeChanges(
  tools: Tools,
  changes: readonly Change[],
  seen: Seen,
  tell: Tell,
): Promise<void> {
  let first: Failure | undefined;
  for (const change of changes) {
    const { reason, done, failed } = words[change.do];
    try {
      await makeChange(tools, change, seen);
      tell({ type: 'Normal', reason, message: `${done} "${nameOf(change)}"` });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      first ??= error;
      if (error.retry) continue;
      const message = `Certificate "${nameOf(change)}" could not be ${failed}: ${error.message}`;
      tell({ type: 'Warning', reason, message });
    }
  }
  if (first !== undefined) throw first;
}

function nameOf(change: Change): string {
  return change.do === 'create' ? change.wanted.name : (change.certificate.metadata.name ?? '');
}

async function makeChange(tools: Tools, change: Change, seen: Seen): Promise<void> {
  switch (change.do) {
    case 'create':
      return create(tools, change.wanted, seen);
    case 'update':
      return update(tools, change.certificate, change.patch);
    case 'delete':
      return remove(tools, change.certificate);
    default:
      return change satisfies never;
  }
}

async function create({ cluster, stores }: Tools, wanted: Wanted, { ingress }: Seen): Promise<void> {
  const object = certificateFrom(wanted, ingress.metadata);
  const owned = { resource: certificates, object, owner: ingress, ownerKind: 'Ingress' };
  stores.certificates.take(trimObject(await createOwned(cluster, owned, options)));
}

function certificateFrom(wanted: Wanted, owner: Seen['ingress']['metadata']): Certificate {
  const { name, said, labels, annotations } = wanted;
  const reference = {
    apiVersion: apiVersionOf(ingresses),
    kind: ingresses.kind,
    name: owner.name ?? '',
    uid: owner.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: apiVersionOf(certificates),
    kind: certificates.kind,
    metadata: {
      name,
      namespace: owner.namespace ?? '',
      ...(Object.keys(labels).length > 0 && { labels }),
      annotations: { ...annotations, [madeAnnotations.said]: recorded(wanted) },
      ownerReferences: [reference],
    },
    spec: nested(new Map(Object.entries(said))) as unknown as Certificate['spec'],
  };
}

async function update(
  { cluster, stores }: Tools,
  { metadata }: Certificate,
  patch: object & { readonly metadata?: object },
): Promise<void> {
  const { name = '', namespace = '', uid, resourceVersion } = metadata;
  const forThis = { ...patch, metadata: { ...patch.metadata, ...(uid !== undefined && { uid }) } };
  const answer = trimObject(await cluster.patch(certificates, { name, namespace }, forThis, options));
  stores.certificates.take(answer);
  if (answer.metadata.resourceVersion === resourceVersion) {
    throw new TransientFailure('Undone', `something takes back what is changed in Certificate "${name}"`);
  }
}

async function remove({ cluster, stores }: Tools, certificate: Certificate): Promise<void> {
  const { name = '', namespace = '', uid } = certificate.metadata;
  await cluster.delete(certificates, { name, namespace }, uid === undefined ? {} : { uid });
  if ((certificate.metadata.finalizers ?? []).length === 0) stores.certificates.drop(certificate);
}
