import { isMembers, memberOf, metadataText } from './members.ts';
import { fieldSegments } from './place/field-path.ts';

/** A variable as Flux writes it: `${NAME}`, `${NAME:=default}`. */
export const variable = /\$\{[A-Za-z_][\w]*([:=-][^}]*)?\}/;

/** A value that SOPS has encrypted. */
const encrypted = /^ENC\[AES256_GCM,/;

const substitution = 'kustomize.toolkit.fluxcd.io/substitute';

type IsOpaque = (value: unknown) => boolean;

function holds(value: unknown, isOpaque: IsOpaque): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, isOpaque));
  return isMembers(value) ? Object.values(value).some((item) => holds(item, isOpaque)) : isOpaque(value);
}

/**
 * Whether a field can't be judged, because what stands there now is not what arrives in the cluster: encrypted values in
 * objects with a `sops` block, and variables that Flux will put values for.
 */
export function opaqueFields(object: object, fluxVariables: boolean): (field: string) => boolean {
  const substitutes =
    fluxVariables &&
    metadataText(object, 'annotations', substitution) !== 'disabled' &&
    metadataText(object, 'labels', substitution) !== 'disabled';
  const isEncrypted = memberOf(object, 'sops') !== undefined;
  const isOpaque: IsOpaque = (value) =>
    typeof value === 'string' &&
    ((substitutes && variable.test(value)) || (isEncrypted && encrypted.test(value)));
  if (!substitutes && !isEncrypted) return () => false;
  return (field) => holds(memberOf(object, ...fieldSegments(field)), isOpaque);
}
