import { secretAnnotations, secretLabels } from '../../api/annotations.ts';
import type { SecretFacts } from '../../api/reference/world.ts';
import type { KubeObject, ManagedFieldsEntry } from '../../api/resource.ts';

/** What is kept of a Secret: its name and facts about it. Only its metadata was ever asked for. */
export interface KnownSecret extends KubeObject {
  readonly facts: SecretFacts;
}

function namesIn(entry: ManagedFieldsEntry): readonly string[] {
  const data = entry.fieldsV1?.['f:data'];
  if (typeof data !== 'object' || data === null) return [];
  return Object.keys(data).flatMap((name) => (name.startsWith('f:') ? [name.slice(2)] : []));
}

/** Who sets which field is metadata, so the names of entries are known without the entries. */
function keysOf(managedFields: readonly ManagedFieldsEntry[]): readonly string[] | undefined {
  const told = managedFields.filter(({ fieldsV1 }) => fieldsV1 !== undefined);
  return told.length > 0 ? [...new Set(told.flatMap(namesIn))] : undefined;
}

/** Who made a Secret that no Certificate stands behind. */
function stranger({ metadata: { managedFields = [] } }: KubeObject): string | undefined {
  const writer = managedFields.find((entry) => namesIn(entry).length > 0)?.manager;
  return writer && `is there already, written by ${writer}; it would be written over`;
}

function writerOf(secret: KubeObject): string | undefined {
  const { labels, annotations, ownerReferences } = secret.metadata;
  if (labels?.[secretLabels.nextPrivateKey] === 'true') return 'holds the next private key of a Certificate';
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  if (owner) return owner.kind === 'Certificate' ? undefined : `belongs to ${owner.kind} ${owner.name}`;
  return annotations?.[secretAnnotations.certificateName] ? undefined : stranger(secret);
}

/** The facts in the metadata of a Secret. */
export function knownSecret(secret: KubeObject): KnownSecret {
  const { name = '', namespace = '', uid = '', resourceVersion = '' } = secret.metadata;
  const { annotations, managedFields = [] } = secret.metadata;
  const writer = writerOf(secret);
  const certificate = annotations?.[secretAnnotations.certificateName];
  return {
    metadata: { name, namespace, uid, resourceVersion },
    facts: {
      keys: keysOf(managedFields),
      ...(writer !== undefined && { writer }),
      ...(certificate !== undefined && { certificate }),
    },
  };
}
