import { Ajv } from 'ajv';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judgedKinds } from '../api/judge.ts';
import { decoders } from '../pki/candidates.ts';
import { asResourceList, asYaml, exampleObjects } from '../test/build/rule-corpus.ts';
import { runCommand } from './commands.ts';
import { resourceOf } from './kinds.ts';

const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };
const objects = exampleObjects();

function run(args: readonly string[], stdin: string) {
  let [out, err] = ['', ''];
  const code = runCommand(args, {
    cwd: import.meta.dirname,
    env: {},
    stdin: () => stdin,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

/** What admission knows of, object by object. */
const ofAdmission = new Set<string>();
function admissionSays(): readonly string[] {
  const kinds = judgedKinds(gates, decoders);
  return objects.flatMap((object) => {
    const kind = kinds.find(({ resource }) => resource === resourceOf(object));
    const findings = kind?.judge(object, undefined) ?? [];
    return findings.map(({ rule, violation }) => {
      ofAdmission.add(rule);
      return `${object.metadata.name ?? ''} ${rule} ${violation.field}`;
    });
  });
}

const admission = [...new Set(admissionSays())].toSorted();

interface Told {
  readonly name: string;
  readonly rule: string;
  readonly field: string;
}

function comparable(told: readonly Told[]): readonly string[] {
  const own = told.filter(({ rule }) => ofAdmission.has(rule));
  return [...new Set(own.map(({ name, rule, field }) => `${name} ${rule} ${field}`))].toSorted();
}

describe('the corpus of all examples', () => {
  it('breaks many rules of admission', () => {
    expect(ofAdmission.size).toBeGreaterThan(100);
  });

  it('is judged by the command line as by admission', () => {
    const { out } = run(['-', '-o', 'json'], asYaml(objects));
    const { findings } = JSON.parse(out) as {
      findings: { rule: string; field: string; object: { name: string } }[];
    };

    expect(
      comparable(findings.map(({ rule, field, object }) => ({ rule, field, name: object.name }))),
    ).toEqual(admission);
  });

  it('is judged by the KRM function as by admission', () => {
    const { out, code } = run(['--krm'], asResourceList(objects));
    const { results } = parse(out, { version: '1.1', maxAliasCount: -1 }) as {
      results: { tags: { rule: string }; field?: { path: string }; resourceRef?: { name: string } }[];
    };

    expect(code).toBe(1);
    expect(
      comparable(
        results.map(({ tags, field, resourceRef }) => ({
          rule: tags.rule,
          field: field?.path ?? '',
          name: resourceRef?.name ?? '',
        })),
      ),
    ).toEqual(admission);
  });

  it('is judged in SARIF as by admission, and SARIF keeps to its schema', () => {
    const sarif = JSON.parse(run(['-', '-o', 'sarif'], asYaml(objects)).out) as {
      runs: [
        {
          results: {
            ruleId: string;
            properties?: { field: string };
            locations: { logicalLocations?: { fullyQualifiedName: string }[] }[];
          }[];
        },
      ];
    };
    const url = new URL('../test/fixtures/sarif/parts-used.schema.json', import.meta.url);
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(url, 'utf8')) as object);
    const told = sarif.runs[0].results.map(({ ruleId, properties, locations }) => ({
      rule: ruleId,
      field: properties?.field ?? '',
      name: locations[0]?.logicalLocations?.[0]?.fullyQualifiedName.split('/').at(-1) ?? '',
    }));

    validate(sarif);
    expect(validate.errors ?? []).toEqual([]);
    expect(comparable(told)).toEqual(admission);
  });

  it('is JUnit that a parser of XML reads, with a failure for every error', () => {
    const xml = run(['-', '-o', 'junit'], asYaml(objects)).out;
    const { findings } = JSON.parse(run(['-', '-o', 'json'], asYaml(objects)).out) as {
      findings: { level: string }[];
    };
    const count =
      'import sys, xml.etree.ElementTree as t; print(len(t.parse(sys.stdin).findall(".//failure")))';
    const failures = execFileSync('python3', ['-c', count], { input: xml }).toString().trim();

    expect(Number(failures)).toBe(findings.filter(({ level }) => level === 'error').length);
  });

  it('is told alike on every run', () => {
    for (const format of ['human', 'json', 'sarif', 'junit', 'tap', 'github', 'gitlab'])
      expect(run(['-', '-o', format], asYaml(objects))).toEqual(run(['-', '-o', format], asYaml(objects)));
  });
});

describe('the KRM function', () => {
  const list = [
    '# kept',
    'apiVersion: config.kubernetes.io/v1',
    'kind: ResourceList',
    'items:',
    '- apiVersion: cert-manager.io/v1 # kept too',
    '  kind: Certificate',
    '  metadata:',
    '    name: shop',
    '    annotations: {internal.config.kubernetes.io/path: a/shop.yaml, internal.config.kubernetes.io/index: "2"}',
    '  spec: {secretName: shop, issuerRef: {name: ca}, dnsNames: [shop.example], duration: 30m}',
    'results: [{message: old}]',
    'functionConfig: {data: {issuers: Issuer/ca}}',
    '# the end',
    '',
  ].join('\n');

  it('echoes everything but its results, to the byte', () => {
    const { out } = run(['--krm'], list);

    expect(out.replace(/^results:\n(?:[ -].*\n)+/m, '')).toBe(list.replace(/^results: .*\n/m, ''));
    expect(parse(out)).toMatchObject({
      results: [
        {
          severity: 'error',
          resourceRef: { kind: 'Certificate', name: 'shop' },
          field: { path: 'spec.duration', currentValue: '30m' },
          file: { path: 'a/shop.yaml', index: 2 },
        },
      ],
    });
  });

  it('says the same about its own output', () => {
    const { out } = run(['--krm'], list);

    expect(run(['--krm'], out).out).toBe(out);
  });

  it('takes JSON and gives JSON', () => {
    const { out } = run(['--krm'], JSON.stringify({ results: [], ...(parse(list) as object) }));

    expect(JSON.parse(out)).toMatchObject({ results: [{ field: { path: 'spec.duration' } }] });
  });
});
