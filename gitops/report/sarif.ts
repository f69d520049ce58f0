import type { CatalogueEntry } from '../catalogue.ts';
import { sentenceOf } from '../../api/rule-sentence.ts';
import { positionAt } from '../place/lines.ts';
import type { Problem } from '../problem.ts';
import { fingerprints } from './fingerprint.ts';
import type { Outcome } from './outcome.ts';
import { messageAt, type Where, whereIs } from './where.ts';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

/** GitHub shows at most this much of a description. */
const longestDescription = 1024;

function ruleOf({ id, level, source, field, explain }: CatalogueEntry): object {
  const { example, messages } = explain();
  const about = field === '' ? '' : ` About ${field}.`;
  const what = `${sentenceOf(id)}.${about} Source: ${source}.`;
  const breaks = `This breaks it:\n\n\`\`\`yaml\n${example}\n\`\`\`\n\n${messages.join('\n')}`.trimEnd();
  return {
    id,
    name: sentenceOf(id),
    shortDescription: { text: `${sentenceOf(id)}.` },
    fullDescription: { text: what.slice(0, longestDescription) },
    help: { text: `${what}\n\n${breaks}`, markdown: `${what}\n\n${breaks}` },
    defaultConfiguration: { level },
    properties: {
      tags: ['certloom', id.split('/')[0]],
      precision: level === 'error' ? 'very-high' : 'high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
    },
  };
}

/** A relative reference of RFC 3986; a colon in its first part would make that a scheme. */
function artifactAt(path: string): object {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? { uri: `file://${uri}` } : { uri, uriBaseId: '%SRCROOT%' };
}

function fixesOf(problem: Problem, artifactLocation: object): object {
  const { fix, source } = problem;
  if (fix === undefined) return {};
  const start = positionAt(source, fix.range.start);
  const end = positionAt(source, fix.range.end);
  const deletedRegion = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  const replacements = [{ deletedRegion, insertedContent: { text: fix.text } }];
  return {
    fixes: [
      { description: { text: `Write ${fix.text}` }, artifactChanges: [{ artifactLocation, replacements }] },
    ],
  };
}

function resultOf(problem: Problem, where: Where, ids: { ruleIndex: number; fingerprint: string }): object {
  const { rule, level, object, violation } = problem;
  const { path, line, column, endLine, endColumn, isRendered } = where;
  const artifactLocation = artifactAt(path);
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  const name = object && [object.kind, object.namespace, object.name].filter(Boolean).join('/');
  return {
    ruleId: rule,
    ruleIndex: ids.ruleIndex,
    level,
    message: { text: messageAt(problem, where) },
    locations: [
      {
        physicalLocation: { artifactLocation, region },
        ...(name !== undefined && { logicalLocations: [{ fullyQualifiedName: name, kind: 'object' }] }),
      },
    ],
    partialFingerprints: { primaryLocationLineHash: ids.fingerprint },
    ...(violation && { properties: { field: violation.field } }),
    ...(!isRendered && fixesOf(problem, artifactLocation)),
  };
}

/** GitHub refuses a run with more results. */
const mostResults = 25_000;

function mostSevere(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostResults) return problems;
  const bySeverity = (['error', 'warning', 'note'] as const).flatMap((level) =>
    problems.filter((problem) => problem.level === level),
  );
  return bySeverity.slice(0, mostResults);
}

/** SARIF 2.1.0, as GitHub code scanning takes it: a run also when nothing was found, since that closes alerts. */
export function sarifReport(
  { problems: all, tree }: Outcome,
  rules: readonly CatalogueEntry[],
  version: string,
): string {
  const problems = mostSevere(all);
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const marks = fingerprints(problems, tree);
  const results = problems.map((problem, index) => {
    const ids = { ruleIndex: indices.get(problem.rule) ?? -1, fingerprint: marks[index] ?? '' };
    return resultOf(problem, whereIs(problem, tree), ids);
  });
  const driver = {
    name: 'certloom check',
    semanticVersion: version,
    rules: rules.map(ruleOf),
  };
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    automationDetails: { id: 'certloom/check/' },
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the working tree.' } } },
    results,
  };
  return `${JSON.stringify({ $schema: schema, version: '2.1.0', runs: [run] }, null, 2)}\n`;
}
