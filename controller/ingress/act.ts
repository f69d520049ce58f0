import { madeAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { Failure, TransientFailure } from '../../api/failure.ts';
import { certificates } from '../../api/kinds.ts';
import { type KubeObject, type Resource, apiVersionOf } from '../../api/resource.ts';
import type { EventFact } from '../../runtime/reconcile.ts';
import { trimObject } from '../../runtime/trim.ts';
import { createOwned } from '../create-owned.ts';
import type { ControllerTools } from '../wiring.ts';
import type { Change } from './decide.ts';
import { recorded } from './record-of-said.ts';
import { nested } from './said-fields.ts';
import type { Wanted } from './wanted.ts';

type Tools = Pick<ControllerTools, 'cluster' | 'stores'>;
type Tell = (event: EventFact) => void;

/** Who asks. */
export interface Owner {
  readonly object: KubeObject;
  readonly resource: Resource;
  /** Upstream's, so that fields keep their manager. */
  readonly fieldManager: string;
}

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
  owner: Owner,
  tell: Tell,
): Promise<void> {
  let first: Failure | undefined;
  for (const change of changes) {
    const { reason, done, failed } = words[change.do];
    try {
      await makeChange(tools, change, owner);
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

async function makeChange(tools: Tools, change: Change, owner: Owner): Promise<void> {
  switch (change.do) {
    case 'create':
      return create(tools, change.wanted, owner);
    case 'update':
      return update(tools, change, owner);
    case 'delete':
      return remove(tools, change.certificate);
    default:
      return change satisfies never;
  }
}

async function create({ cluster, stores }: Tools, wanted: Wanted, owner: Owner): Promise<void> {
  const object = certificateFrom(wanted, owner);
  const ownerKind = owner.resource.kind;
  const owned = { resource: certificates, object, owner: owner.object, ownerKind };
  const options = { fieldManager: owner.fieldManager };
  stores.certificates.take(trimObject(await createOwned(cluster, owned, options)));
}

function certificateFrom(wanted: Wanted, { object: { metadata }, resource }: Owner): Certificate {
  const { name, said, labels, annotations } = wanted;
  const reference = {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: apiVersionOf(certificates),
    kind: certificates.kind,
    metadata: {
      name,
      namespace: metadata.namespace ?? '',
      ...(Object.keys(labels).length > 0 && { labels }),
      annotations: { ...annotations, [madeAnnotations.said]: recorded(wanted) },
      ownerReferences: [reference],
    },
    spec: nested(new Map(Object.entries(said))) as unknown as Certificate['spec'],
  };
}

async function update(
  { cluster, stores }: Tools,
  { certificate: { metadata }, patch }: Extract<Change, { readonly do: 'update' }>,
  { fieldManager }: Owner,
): Promise<void> {
  const { name = '', namespace = '', uid, resourceVersion } = metadata;
  const forThis = { ...patch, metadata: { ...patch['metadata'], ...(uid !== undefined && { uid }) } };
  const answer = trimObject(
    await cluster.patch(certificates, { name, namespace }, forThis, { fieldManager }),
  );
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
