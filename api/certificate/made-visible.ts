import { defaultIssuerGroup, defaultIssuerKind, defaultUsages } from './defaults.ts';

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds what is absent; a stated value, `null` included, stays as it is. */
function filled(stated: Json, defaults: Json): Json {
  const absent = Object.entries(defaults).filter(([key]) => !Object.hasOwn(stated, key));
  return absent.length === 0 ? stated : { ...stated, ...Object.fromEntries(absent) };
}

/**
 * Algorithm, encoding and rotation policy. Not the size: whoever changes the algorithm later with client-side apply would
 * be left with a stored size that does not fit (docs/decisions/0001-no-default-size.md).
 */
const privateKeyDefaults = { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' } as const;

function issuerRefDefaults({ kind, group }: Json): Json {
  const ownGroup = group === undefined || group === defaultIssuerGroup;
  if (!ownGroup) return {};
  if (kind === undefined) return { kind: defaultIssuerKind, group: defaultIssuerGroup };
  return kind === 'Issuer' || kind === 'ClusterIssuer' ? { group: defaultIssuerGroup } : {};
}

/** A list that says nothing is none: a request copies either, and a controller that compares would issue again. */
function hasUsages({ usages }: Json): boolean {
  return Array.isArray(usages) ? usages.length > 0 : usages !== undefined;
}

/**
 * A Certificate's spec with the runtime defaults of the API written out: only absent map keys are added, so that nothing
 * that came from Git is ever re-spelt. Pure and idempotent; what is no object is left to the schema.
 *
 * @param before the stored spec on an update: `usages` are not filled in for an object that lived without them, because a
 *   controller that compares the stated list with the last request would issue again
 */
export function withVisibleDefaults(spec: unknown, before?: unknown): unknown {
  if (!isRecord(spec)) return spec;
  const { privateKey = {}, issuerRef } = spec;
  const livedWithoutUsages = isRecord(before) && !hasUsages(before);
  return filled(
    {
      ...spec,
      privateKey: isRecord(privateKey) ? filled(privateKey, privateKeyDefaults) : privateKey,
      ...(isRecord(issuerRef) && { issuerRef: filled(issuerRef, issuerRefDefaults(issuerRef)) }),
    },
    livedWithoutUsages ? {} : { usages: defaultUsages },
  );
}
