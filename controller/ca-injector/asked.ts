import { injectionAnnotations } from '../../api/annotations.ts';
import type { KubeObject } from '../../api/resource.ts';

/** Whose CA an object asks for. */
export type Asked =
  | { readonly from: 'secret' | 'certificate'; readonly namespace: string; readonly name: string }
  | { readonly from: 'apiServer' }
  /** Nobody's: the value is no `namespace/name`. */
  | { readonly from: 'nowhere'; readonly annotation: string; readonly value: string };

/** @returns `undefined` when it does not ask; of several annotations the first in upstream's order counts */
export function askedBy({ metadata: { annotations } }: KubeObject): Asked | undefined {
  const { fromSecret, fromCertificate, fromApiServer } = injectionAnnotations;
  return (
    named('secret', fromSecret, annotations?.[fromSecret]) ??
    named('certificate', fromCertificate, annotations?.[fromCertificate]) ??
    (annotations?.[fromApiServer] === 'true' ? { from: 'apiServer' } : undefined)
  );
}

function named(
  from: 'secret' | 'certificate',
  annotation: string,
  value: string | undefined,
): Asked | undefined {
  if (value === undefined) return undefined;
  const [namespace = '', name = '', ...rest] = value.split('/');
  const isWhole = namespace !== '' && name !== '' && rest.length === 0;
  return isWhole ? { from, namespace, name } : { from: 'nowhere', annotation, value };
}

/** The annotation that said so. */
export function annotationOf(asked: Asked): string {
  switch (asked.from) {
    case 'secret':
      return injectionAnnotations.fromSecret;
    case 'certificate':
      return injectionAnnotations.fromCertificate;
    case 'apiServer':
      return injectionAnnotations.fromApiServer;
    case 'nowhere':
      return asked.annotation;
    default:
      return asked satisfies never;
  }
}
