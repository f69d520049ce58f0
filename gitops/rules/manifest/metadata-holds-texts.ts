import { isLabelValue, isQualifiedName } from '../../../api/field-syntax.ts';
import { isInOurGroups } from '../../kinds.ts';
import { isMembers, memberOf } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

type Map = 'labels' | 'annotations';

function valueFlaw(map: Map, field: string, value: unknown): readonly Flaw[] {
  if (typeof value !== 'string') {
    const detail = `must be text: write ${JSON.stringify(String(value))}, in quotation marks`;
    return [{ field, kind: 'Invalid', detail }];
  }
  if (map === 'annotations' || isLabelValue(value)) return [];
  const detail =
    'must be empty or up to 63 letters, digits, "-", "_" and ".", beginning and ending alphanumeric';
  return [{ field, kind: 'Invalid', value, detail }];
}

function keyFlaw(field: string, key: string): readonly Flaw[] {
  if (isQualifiedName(key)) return [];
  const detail =
    'the key must be a name of up to 63 characters, after a DNS subdomain and a slash if there is one';
  return [{ field, kind: 'Invalid', detail }];
}

function mapFlaws(object: object, map: Map): readonly Flaw[] {
  const entries = memberOf(object, 'metadata', map) ?? undefined;
  const field = `metadata.${map}`;
  if (entries === undefined) return [];
  if (!isMembers(entries)) return [{ field, kind: 'Invalid', detail: 'must be a map of texts' }];
  return Object.entries(entries)
    .filter(([, value]) => value !== null)
    .flatMap(([key, value]) => {
      const place = `${field}[${key}]`;
      return [...keyFlaw(place, key), ...valueFlaw(map, place, value)];
    });
}

export const metadataHoldsTexts: ObjectRule = {
  id: 'manifest/metadata-holds-texts',
  field: 'metadata',
  level: 'error',
  source: 'Kubernetes API: labels and annotations are maps of texts; numbers and words like true are none',
  passes: [certificate({}, { annotations: { 'example.com/paged': 'true' }, labels: { tier: '1' } })],
  fails: [
    certificate({}, { annotations: { 'example.com/paged': true } }),
    certificate({}, { labels: { tier: 1 } }),
    certificate({}, { labels: ['web'] }),
    certificate({}, { namespace: 7 }),
  ],
  check(object) {
    if (!isInOurGroups(object)) return [];
    const namespace = memberOf(object, 'metadata', 'namespace') ?? '';
    const wrong: readonly Flaw[] =
      typeof namespace === 'string'
        ? []
        : [{ field: 'metadata.namespace', kind: 'Invalid', detail: 'must be text, in quotation marks' }];
    return [...wrong, ...mapFlaws(object, 'labels'), ...mapFlaws(object, 'annotations')];
  },
};
