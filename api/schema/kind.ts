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

/** `apiVersion`, `kind`, `metadata` around a kind's own `spec` and `status`: JSON Schema. */
export function wholeObject({ description, spec, status, required }: KindSchema): object {
  const { type, properties } = Type.Object({
    apiVersion: text('Group and version of this schema, for example cert-manager.io/v1.'),
    kind: text('Kind of this object.'),
    metadata: Type.Unsafe<object>({ type: 'object' }),
    spec,
    status,
  });
  return { description, type, ...(required.length > 0 && { required }), properties };
}
