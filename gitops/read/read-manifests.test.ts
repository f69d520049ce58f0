import { describe, expect, it } from 'vitest';
import { positionAt } from '../place/lines.ts';
import { fieldOf } from '../place/field-path.ts';
import { type Source, sourceOf, sourceOfBytes } from '../source.ts';
import { readManifests } from './read-manifests.ts';
import { readTree } from './read-tree.ts';

/** Faults as people would tell them: where, and what. */
function told(source: Source): readonly string[] {
  return readManifests(source).faults.map(({ range, text }) => {
    const { line, column } = positionAt(source, range.start);
    return `${line}:${column} ${text}`;
  });
}

describe('what cannot be read', () => {
  it('is told of once, by its cause', () => {
    expect(told(sourceOf('x', 'spec:\n  dnsNames:\n\t- shop.example\n  a: 1\n'))).toEqual([
      '3:1 a tab is no indentation in YAML; use spaces',
    ]);
    expect(told(sourceOf('x', 'a: [1\nb: 2\n---\nc: {\n'))).toHaveLength(2);
  });

  it('is what says that it is YAML 1.2, which kubectl refuses', () => {
    expect(told(sourceOf('x', '%YAML 1.2\n---\na: 1\n'))).toEqual([
      '2:1 kubectl does not read documents that say %YAML 1.2; leave that out',
    ]);
    expect(told(sourceOf('x', '%YAML 1.1\n---\na: 1\n'))).toEqual([]);
  });

  it('is what is not UTF-8', () => {
    const text = 'kind: Issuer # cert-manager.io';
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    const latin1 = Buffer.from('a: caf\u00e9', 'latin1');

    expect(told(sourceOfBytes('x', utf16))).toEqual(['1:1 the file is not UTF-8; save it as UTF-8']);
    expect(told(sourceOfBytes('x', latin1))).toEqual(['1:7 the file is not UTF-8; save it as UTF-8']);
    expect(readTree([sourceOfBytes('x', utf16)]).faults).toHaveLength(1);
    expect(readTree([sourceOfBytes('x', latin1)]).faults).toEqual([]);
  });
});

describe('a member that is stated twice', () => {
  it.each([
    ['spec.secretName', 'kind: Certificate\nspec:\n  secretName: a\n  secretName: b\n', '4:3'],
    ['metadata.labels.a', 'metadata: {labels: {a: b, "a": c}}\nkind: Issuer\n', '1:27'],
    [
      'spec.acme.solvers[0].dns01',
      'kind: Issuer\nspec:\n  acme:\n    solvers:\n    - dns01: {}\n      dns01: {}\n',
      '6:7',
    ],
    ['spec.ca', 'kind: List\nitems:\n- {apiVersion: v1, kind: Issuer, spec: {ca: 1, ca: 2}}\n', '3:48'],
  ])('is told of with its field, %s', (field, text, place) => {
    const source = sourceOf('x', `apiVersion: v1\n${text}`);
    const [fault] = readManifests(source).faults;
    if (fault?.path === undefined) throw new Error('nothing is told');
    const { path, manifest, first, range, kind } = fault;
    const { line, column } = positionAt(source, range.start);

    expect(kind).toBe('duplicate key');
    expect(`${line - 1}:${column}`).toBe(place);
    expect(fieldOf(path.slice(manifest?.path.length))).toBe(field);
    expect(source.text.slice(first).startsWith(field.split('.').at(-1) ?? '')).toBe(true);
  });
});

describe('a template of Helm', () => {
  const templates = [
    'kind: Issuer\nmetadata:\n  name: {{ .Release.Name }}\n',
    'kind: Issuer\n{{- if .Values.issuer }}\nspec: {}\n{{- end }}\n',
    '{{ include "x" . }}\n',
    'spec:\n  {{- toYaml .Values.spec | nindent 2 }}\n',
    '{{/* who signs */}}\nkind: Issuer\n',
  ];

  it.each(templates)('is told from a manifest: %j', (text) => {
    expect(readManifests(sourceOf('x.yaml', text)).isTemplate).toBe(true);
  });

  it.each([
    'description: "{{ alert }}"\n',
    '# {{ old }}\nkind: Issuer\n',
    'description: |\n  {{ alert }}\nspec: [\n',
  ])('is not what speaks of {{ in a text: %j', (text) => {
    expect(readManifests(sourceOf('x.yaml', text)).isTemplate).toBe(false);
  });

  it('is left out and counted, and so is what a chart fills in within quotation marks', () => {
    const issuer = 'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: "{{ .Release.Name }}"}\n';
    const { templates: found, manifests } = readTree([
      sourceOf('chart/templates/issuer.yaml', issuer),
      sourceOf('app/issuer.yaml', `${issuer}{{ end }}`),
      sourceOf('chart/templates/plain.yaml', issuer.replaceAll(/[{}]{2}/g, '')),
      sourceOf('chart/templates/deployment.yaml', 'kind: {{ x }}'),
    ]);

    expect(found).toEqual(['chart/templates/issuer.yaml', 'app/issuer.yaml']);
    expect(manifests.map(({ source }) => source.path)).toEqual(['chart/templates/plain.yaml']);
  });
});
