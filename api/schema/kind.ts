import { object, text } from './fields.ts';
import { Type, type TObject, type TSchema } from 'typebox';

/** The schema of a whole object: what a CRD stores and a validator judges. */
export interface KindSchema {
  readonly description: string;
  readonly spec: TObject;
  readonly status: TObject;
  /** Members that must be there, as the API server demands it. */
  readonly required: readonly ('metadata' | 'spec')[];
}

/** `apiVersion`, `kind`, `metadata` around a kind's own `spec` and `status`. */
export function wholeObject({ description, spec, status, required }: KindSchema): TSchema {
  const whole = object(description, {
    apiVersion: text('Group and version of this schema, for example cert-manager.io/v1.'),
    kind: text('Kind of this object.'),
    metadata: Type.Unsafe<object>({ type: 'object' }),
    spec,
    status,
  });
  return Object.assign(whole, { required: [...required] });
}
