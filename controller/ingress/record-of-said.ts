import { madeAnnotations } from '../../api/annotations.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { Wanted } from './wanted.ts';

/**
 * What of a Certificate its Ingress said when it was last written. Where the Ingress stops saying something, this tells
 * whether it goes with it, or was written by somebody else: by a person, or by defaults of the organisation.
 */
export interface Record {
  readonly fields: readonly string[];
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
}

/** Fields that upstream puts back when they are not as the Ingress says; so what stands there came from it. */
const upstreamCompares: readonly string[] = [
  'commonName',
  'dnsNames',
  'duration',
  'privateKey.algorithm',
  'privateKey.encoding',
  'privateKey.rotationPolicy',
  'privateKey.size',
  'renewBefore',
  'revisionHistoryLimit',
];

/** Whether it was made, or written since, by us. */
export function hasRecord({ metadata }: Certificate): boolean {
  return metadata.annotations?.[madeAnnotations.said] !== undefined;
}

/** As recorded; of a Certificate that upstream made: what it would have put back. */
export function recordOf({ metadata }: Certificate): Record {
  const text = metadata.annotations?.[madeAnnotations.said];
  if (text === undefined) {
    return { fields: upstreamCompares, labels: Object.keys(metadata.labels ?? {}), annotations: [] };
  }
  const entries = text.split(',');
  const below = (prefix: string): readonly string[] =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  const isField = (entry: string): boolean =>
    !entry.startsWith('labels/') && !entry.startsWith('annotations/');
  return { fields: entries.filter(isField), labels: below('labels/'), annotations: below('annotations/') };
}

/** The text to record. */
export function recorded({ said, labels, annotations }: Wanted): string {
  return [
    ...Object.keys(said).toSorted(),
    ...Object.keys(labels)
      .map((name) => `labels/${name}`)
      .toSorted(),
    ...Object.keys(annotations)
      .map((name) => `annotations/${name}`)
      .toSorted(),
  ].join(',');
}
