import { text } from './fields.ts';
import { Type, type TObject } from 'typebox';

/** The schema of a whole object: what a CRD stores and a validator judges. */
export interface KindSchema {
  readonly description: string;
  readonly spec: TObject;
  readonly status: TObject;
  /** Members that must be there, as the API server demands it. */
  readonly required: readonly ('metadata' | 'spec')[];
}

/**
 * What the API server fills in where no status was ever written. Tools that wait for an object compare it with
 * `metadata.generation` (kstatus, Flux): without it a fresh object without a status counts as done.
 */
const freshStatus = { observedGeneration: -1 } as const;

/** `apiVersion`, `kind`, `metadata` around a kind's own `spec` and `status`: JSON Schema. */
export function wholeObject({ description, spec, status, required }: KindSchema): object {
  const { type, properties } = Type.Object({
    apiVersion: text('Group and version of this schema, for example cert-manager.io/v1.'),
    kind: text('Kind of this object.'),
    metadata: Type.Unsafe<object>({ type: 'object' }),
    spec,
    status: { ...status, default: freshStatus },
  });
  return { description, type, ...(required.length > 0 && { required }), properties };
}
