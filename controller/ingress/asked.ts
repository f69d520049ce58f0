import { shimAnnotations } from '../../api/annotations.ts';
import type { KubeObject } from '../../api/resource.ts';

/** What Go reads as true. */
const truths: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);

/** Whether an object asks for Certificates: it names an issuer, or has one of the annotations that stand for that. */
export function asksForCertificates(
  { metadata: { annotations = {} } }: KubeObject,
  { autoAnnotations }: { readonly autoAnnotations: readonly string[] },
): boolean {
  if (annotations[shimAnnotations.issuer] !== undefined) return true;
  if (annotations[shimAnnotations.clusterIssuer] !== undefined) return true;
  return autoAnnotations.some((name) => truths.has(annotations[name] ?? ''));
}

/** Whether it goes, so that nothing more is made for it. */
export function isGoing({ metadata: { deletionTimestamp, finalizers = [] } }: KubeObject): boolean {
  return deletionTimestamp !== undefined || finalizers.includes('foregroundDeletion');
}
