import { madeAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { mergePatch } from './merge-patch.ts';
import { hasRecord, recordOf, recorded } from './record-of-said.ts';
import { fieldAt, meansTheSame, nested } from './said-fields.ts';
import type { Wanted } from './wanted.ts';

type Texts = Readonly<Record<string, string>>;

/** RFC 7386, for `metadata` and `spec`. */
export type CertificatePatch = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * What a Certificate lacks to be as its Ingress says. Everything that the Ingress says nothing about, such as keystores,
 * stays as it is, and so does the way in which the same is written.
 *
 * @returns `undefined` when there is nothing to do
 */
export function patchFor(certificate: Certificate, wanted: Wanted): CertificatePatch | undefined {
  const { labels = {}, annotations = {} } = certificate.metadata;
  const before = recordOf(certificate);
  const said = { [madeAnnotations.said]: recorded(wanted) };
  const changes = {
    spec: specChanges(certificate, wanted, before.fields),
    labels: textChanges(labels, wanted.labels, before.labels),
    annotations: textChanges(annotations, wanted.annotations, before.annotations),
  };
  const record = textChanges(annotations, said, []);
  const counts = { ...changes, record: hasRecord(certificate) ? record : {} };
  if (Object.values(counts).every((change) => Object.keys(change).length === 0)) return undefined;
  const metadata = {
    ...(Object.keys(changes.labels).length > 0 && { labels: changes.labels }),
    annotations: { ...changes.annotations, ...said },
  };
  return { metadata, ...(Object.keys(changes.spec).length > 0 && { spec: changes.spec }) };
}

function specChanges(
  { spec }: Certificate,
  { said }: Wanted,
  before: readonly string[],
): Readonly<Record<string, unknown>> {
  const changed = new Map<string, unknown>();
  for (const path of new Set([...Object.keys(said), ...before])) {
    const [is, shall] = [fieldAt(spec, path), said[path]];
    if (!meansTheSame(path, is, shall)) changed.set(path, shall === undefined ? null : mergePatch(is, shall));
  }
  return nested(changed);
}

function textChanges(
  is: Texts,
  shall: Texts,
  before: readonly string[],
): Readonly<Record<string, string | null>> {
  const gone = before.filter((name) => shall[name] === undefined && is[name] !== undefined);
  const set = Object.entries(shall).filter(([name, value]) => is[name] !== value);
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...set]);
}
