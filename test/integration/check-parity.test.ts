import { Ajv, type ValidateFunction } from 'ajv';
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../api/resource.ts';
import { describeViolation, type Violation } from '../../api/rule.ts';
import { ourKinds, resourceOf } from '../../gitops/kinds.ts';
import { createLogger } from '../../runtime/log.ts';
import { repository } from '../../tools/toolchain.ts';
import { createApp } from '../../webhook/app.ts';
import { createJudge } from '../../webhook/judge.ts';
import { asResourceList, asYaml, exampleObjects } from '../build/rule-corpus.ts';

const objects = exampleObjects();

let folder = '';
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parity-'));
  server = await startAdmission();
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The webhook's own application; what it asks a cluster for, permission to approve, is granted. */
async function startAdmission(): Promise<Server> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const app = createApp({
    judge: createJudge({ LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true }),
    approval: () => Promise.resolve([]),
    mutation: { visibleDefaults: true },
    log: createLogger({ level: 'error', stream: nowhere }),
    answered: () => undefined,
    unanswered: () => undefined,
  });
  const listening = createServer(app);
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  return listening;
}

/** The user that a CertificateRequest says it comes from, so that nothing is wrong with that. */
function userOf(object: KubeObject): object {
  const { spec } = object as { readonly spec?: Readonly<Record<string, unknown>> | null };
  return {
    username: spec?.['username'],
    uid: spec?.['uid'],
    groups: spec?.['groups'],
    extra: spec?.['extra'],
  };
}

interface Answer {
  /** What stands behind `N problems: `. */
  readonly denied: string;
  readonly warnings: readonly string[];
}

async function ask(object: KubeObject): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  const resource = resourceOf(object);
  const request = {
    uid: 'a-1',
    resource: { group: resource?.group, version: 'v1', resource: resource?.plural },
    operation: 'CREATE',
    userInfo: userOf(object),
    object,
  };
  const answer = await fetch(`http://127.0.0.1:${port}/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }),
  });
  const { response } = (await answer.json()) as {
    readonly response: { status?: { message: string }; warnings?: readonly string[] };
  };
  const denied = response.status?.message.replace(/^\d+ problems: /, '') ?? '';
  return { denied, warnings: response.warnings ?? [] };
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
}

function certloom(args: readonly string[], input: string): Ran {
  const { status, stdout } = spawnSync(join(repository, 'bin/certloom'), ['check', ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout };
}

interface Finding extends Violation {
  readonly rule: string;
  readonly level: string;
  readonly object: { readonly name: string };
}

const formats = ['sarif', 'junit', 'tap', 'gitlab'] as const;
let findings: readonly Finding[] = [];
const reports = new Map<string, string>();
beforeAll(() => {
  const files = formats.map((format) => `${format}=${format}.txt`);
  const args = ['-', '-o', 'json', ...files.flatMap((file) => ['-o', file])];
  const { out } = certloom(args, asYaml(objects));
  ({ findings } = JSON.parse(out) as { findings: readonly Finding[] });
  for (const format of formats) reports.set(format, readFileSync(join(folder, `${format}.txt`), 'utf8'));
});

/** What only the check tells: of Git, of the tree, of fields that admission never sees. */
const ofTheCheck = /^(gitops|reference|check|manifest)\//;

function told(name: string, level: string): readonly string[] {
  const own = findings.filter(
    ({ rule, level: its, object }) => object.name === name && its === level && !ofTheCheck.test(rule),
  );
  const texts = own.map((finding) =>
    level === 'error' ? describeViolation(finding) : `${finding.field}: ${finding.detail}`,
  );
  return [...new Set(texts)];
}

/** What is left of a denial when all that the check said is taken out of it. */
function unexplained(denied: string, texts: readonly string[]): string {
  const longestFirst = texts.toSorted((a, b) => b.length - a.length);
  const rest = longestFirst.reduce(
    (left, text) => (left.includes(text) ? left.replace(text, () => '') : `${left} and not: ${text}`),
    denied,
  );
  return rest.replaceAll('; ', '');
}

/** Warnings are cut where the API server would drop them. */
function cut(text: string): string {
  const ascii = text.replaceAll(/[^\x20-\x7e]+/g, '?');
  return ascii.length <= 120 ? ascii : `${ascii.slice(0, 117)}...`;
}

interface Told {
  readonly name: string;
  readonly rule: string;
  readonly field: string;
}

function comparable(all: readonly Told[]): readonly string[] {
  return [...new Set(all.map(({ name, rule, field }) => `${name} ${rule} ${field}`))].toSorted();
}

function ofTheCommandLine(): readonly string[] {
  return comparable(findings.map(({ rule, field, object }) => ({ rule, field, name: object.name })));
}

describe('every example of every rule', () => {
  it('is judged by the command line as by the webhook, in the same words', async () => {
    const wrong: string[] = [];
    const broken = new Set<string>();
    for (const object of objects) {
      const name = object.metadata.name ?? '';
      const { denied, warnings } = await ask(object);
      const rest = unexplained(denied, told(name, 'error'));
      if (rest !== '') wrong.push(`${name}: ${rest}`);
      if (denied !== '') broken.add(name);
      const doubts = new Set(told(name, 'warning').map(cut));
      if (doubts.size !== warnings.length || warnings.some((warning) => !doubts.has(warning)))
        wrong.push(`${name}: ${JSON.stringify([...doubts])} instead of ${JSON.stringify(warnings)}`);
    }

    expect(wrong).toEqual([]);
    expect(broken.size).toBeGreaterThan(150);
  });

  it('is judged by the KRM function as by the command line', () => {
    const { out, code } = certloom(['--krm'], asResourceList(objects));
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
    ).toEqual(ofTheCommandLine());
  });

  it('is judged in SARIF as by the command line', () => {
    const { runs } = JSON.parse(reports.get('sarif') ?? '') as {
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
    const told = runs[0].results.map(({ ruleId, properties, locations }) => ({
      rule: ruleId,
      field: properties?.field ?? '',
      name: locations[0]?.logicalLocations?.[0]?.fullyQualifiedName.split('/').at(-1) ?? '',
    }));

    expect(comparable(told)).toEqual(ofTheCommandLine());
  });
});

/** The schema is of draft 4, which spells its own name differently. */
function schemaOf(path: string): ValidateFunction {
  const url = new URL(path, import.meta.url);
  const {
    id: _id,
    $schema: _draft,
    ...schema
  } = JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>;
  return new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
}

describe('the reports about it', () => {
  it.each(['sarif-schema-2.1.0.json', 'parts-used.schema.json'])('fit the schema of SARIF: %s', (file) => {
    const validate = schemaOf(`../fixtures/sarif/${file}`);
    validate(JSON.parse(reports.get('sarif') ?? ''));

    expect(validate.errors ?? []).toEqual([]);
  });

  it('are JUnit that a parser of XML reads, with a failure in every case that has an error and no other', () => {
    const count = [
      'import sys, json, xml.etree.ElementTree as t',
      'cases = t.parse(sys.stdin).findall(".//testcase")',
      'print(json.dumps([[c.get("name"), len(c.findall("failure"))] for c in cases]))',
    ].join('\n');
    const output = execFileSync('python3', ['-c', count], { input: reports.get('junit') }).toString();
    const cases = JSON.parse(output) as readonly (readonly [string, number])[];
    const failed = new Set(cases.filter(([, failures]) => failures > 0).map(([name]) => name));

    expect(cases.every(([, failures]) => failures <= 1)).toBe(true);
    expect(failed.size).toBe(
      new Set(
        findings.filter(({ level }) => level === 'error').map(({ rule, object }) => `${object.name} ${rule}`),
      ).size,
    );
  });

  it('are TAP with as many lines as it promises', () => {
    const lines = (reports.get('tap') ?? '').trimEnd().split('\n');
    const points = lines.filter((line) => /^(not )?ok \d+ - /.test(line));

    expect(lines[0]).toBe('TAP version 13');
    expect(lines.at(-1)).toBe(`1..${points.length}`);
    expect(lines.filter((line) => !/^((not )?ok \d+ - |# |TAP version 13$|1\.\.\d+$)/.test(line))).toEqual(
      [],
    );
    expect(points.map((line) => Number(/\d+/.exec(line)?.[0]))).toEqual(points.map((_, index) => index + 1));
  });

  it('are Code Quality as GitLab takes it, each with a fingerprint of its own', () => {
    const issues = JSON.parse(reports.get('gitlab') ?? '') as readonly Readonly<Record<string, unknown>>[];

    expect(issues).toHaveLength(findings.length);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    for (const issue of issues)
      expect(issue).toEqual({
        description: expect.stringMatching(/./) as string,
        check_name: expect.stringMatching(/^[a-z-]+\/[a-z0-9-]+$/) as string,
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: expect.stringMatching(/^(info|minor|major)$/) as string,
        location: { path: 'stdin', lines: { begin: expect.any(Number) as number } },
      });
  });

  it('are the same on every run, whatever the order of the files', () => {
    const half = Math.floor(objects.length / 2);
    writeFileSync(join(folder, 'a.yaml'), asYaml(objects.slice(0, half)));
    writeFileSync(join(folder, 'b.yaml'), asYaml(objects.slice(half)));

    expect(certloom(['a.yaml', 'b.yaml', '-o', 'sarif'], '')).toEqual(
      certloom(['b.yaml', 'a.yaml', '-o', 'sarif'], ''),
    );
  });
});

describe('the manifests that people are shown, and the odd ones that the API server takes', () => {
  const folders = ['examples/apps', 'examples/platform', 'examples/krm', 'test/fixtures/legal-manifests'];
  const files = folders.flatMap((path) => globSync(`${path}/**/*.yaml`, { cwd: repository }));

  it('have nothing wrong with them', () => {
    const paths = folders.map((path) => join(repository, path));
    const { errors } = (
      JSON.parse(certloom([...paths, '-o', 'json'], '').out) as { summary: { errors: number } }
    ).summary;

    expect(errors).toBe(0);
  });

  it('are not underlined by editors', () => {
    const texts = files.map((file) => readFileSync(join(repository, file), 'utf8'));
    const ours = texts
      .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject))
      .filter((object) => resourceOf(object) !== undefined);
    const schemas = new Map(
      ourKinds.map(({ group, kind, version }) => {
        const path = `../../schemas/${group}/${kind.toLowerCase()}_${version}.json`;
        return [kind, schemaOf(path)] as const;
      }),
    );
    const underlined = ours.filter((object) => schemas.get(object.kind ?? '')?.(object) !== true);

    expect(ours.length).toBeGreaterThan(200);
    expect(underlined).toEqual([]);
  });
});
