import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { stringify } from 'yaml';
import { texts, writeText } from '../test/build/manifest-text.ts';
import { defaultConfig } from './config.ts';
import { type Position, positionAt } from './place/lines.ts';
import { mended } from './fix.ts';
import { runCheck } from './run-check.ts';
import { sourceOf } from './source.ts';

const names = fc.constantFrom(
  'secretName',
  'issuerRef',
  'name',
  'kind',
  'dnsNames',
  'duration',
  'privateKey',
  'acme',
  'solvers',
  'ca',
  'secretTemplate',
  'labels',
  'annotations',
  'subject',
  'usages',
  'keystores',
  'selfSigned',
  'otherNames',
  'nameConstraints',
  'dns01',
  'http01',
  'webhook',
  'config',
  'certloom/ignore',
);

/** Right names in wrong places, and values of any kind. */
const { members } = fc.letrec((tie) => ({
  members: fc.dictionary(names, tie('value'), { maxKeys: 5 }),
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom(null, '', 0, -1, 1.5, true, 'shop', '2160h', '${NAME}', 'ENC[AES256_GCM,x]', '*.shop'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('members'),
  ),
}));

const kinds = fc.constantFrom(
  'Certificate',
  'Issuer',
  'ClusterIssuer',
  'CertificateRequest',
  'Order',
  'Challenge',
  'Certficate',
  'Secret',
  'List',
  'CertificateList',
  'ValidatingWebhookConfiguration',
  'CustomResourceDefinition',
);
const objects = fc.record(
  {
    apiVersion: fc.constantFrom('cert-manager.io/v1', 'acme.cert-manager.io/v1', 'v1', 1, null),
    kind: kinds,
    metadata: fc.oneof(
      members,
      fc.record({ name: fc.constant('shop'), annotations: members, labels: members }),
    ),
    spec: fc.oneof(members, fc.constantFrom(null, [], 'x')),
    status: members,
    items: fc.oneof(members, fc.array(members, { maxLength: 2 })),
  },
  { requiredKeys: ['apiVersion', 'kind'] },
);

/** What stands in a line and column, to its end. */
function textAt(text: string, { line, column }: Position): string {
  return (text.split('\n')[line - 1] ?? '').slice(column - 1);
}

describe('the check', () => {
  it.prop([texts], { numRuns: 40 })('points at what it names, in whatever style that is written', (style) => {
    const { text, stated } = writeText(style);
    const source = sourceOf('shop.yaml', text);
    const { problems } = runCheck({
      sources: [source],
      config: { ...defaultConfig, folder: '/' },
      cwd: '/',
    });
    const placed = problems.flatMap(({ start, violation }) => {
      const place = stated.find(({ field }) => field === violation?.field);
      return place && violation ? [{ kind: violation.kind, start, place }] : [];
    });

    for (const { kind, start, place } of placed) {
      const isAlias = place.value?.[1].startsWith('*') ?? false;
      const byKey = (kind === 'Forbidden' && !isAlias) || !place.value;
      const [offset, shown] = (byKey ? place.key : place.value) ?? [-1, ''];
      if (offset < 0) continue;
      expect(start).toEqual(positionAt(source, offset));
      expect(textAt(source.text, start).startsWith(shown)).toBe(true);
    }
  });

  it.prop([fc.array(objects, { maxLength: 3 }), fc.boolean()], { numRuns: 40 })(
    'has an answer to objects of any shape, and points into the text',
    (documents, fluxVariables) => {
      const text = documents.map((document) => stringify(document)).join('---\n');
      const config = { ...defaultConfig, fluxVariables, folder: '/' };
      const lines = text.split('\n');

      const { problems } = runCheck({ sources: [sourceOf('shop.yaml', text)], config, cwd: '/' });

      for (const { start, end } of problems) {
        expect(end.line > start.line || end.column > start.column).toBe(true);
        expect(start.column).toBeLessThanOrEqual((lines[start.line - 1] ?? '').length + 1);
        expect(end.line).toBeLessThanOrEqual(lines.length);
      }
    },
  );

  it.prop([texts], { numRuns: 25 })('has nothing left to mend when it has mended', (style) => {
    const found = (text: string) => {
      const source = sourceOf('shop.yaml', text);
      const config = { ...defaultConfig, folder: '/' };
      return { source, problems: runCheck({ sources: [source], config, cwd: '/' }).problems };
    };
    const before = found(writeText(style).text);
    const after = found(mended(before.source, before.problems));
    const lasting = (problems: typeof before.problems) =>
      problems.filter(({ fix }) => fix === undefined).map(({ rule, start }) => `${rule} ${start.line}`);

    expect(after.problems.filter(({ fix }) => fix !== undefined)).toEqual([]);
    expect(lasting(after.problems)).toEqual(lasting(before.problems));
  });
});
