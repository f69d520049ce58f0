import { sentenceOf } from '../api/rule-sentence.ts';
import { nearest } from '../api/nearest.ts';
import { type CatalogueEntry, catalogue } from './catalogue.ts';
import { UsageError } from './usage-error.ts';

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ');
}

function explained({ id, level, field, source, explain }: CatalogueEntry): string {
  const { example, messages } = explain();
  const told = messages.length === 0 ? [] : ['', 'and is told', '', ...messages.map(indented)];
  const about = field === '' ? [] : [`About   ${field}`];
  const facts = [`${sentenceOf(id)}.`, '', `Level   ${level}`, ...about, `Source  ${source}`];
  const breaks = ['', 'This breaks it', '', indented(example), ...told];
  const ignore = ['', `To ignore it: # certloom:ignore ${id} REASON`];
  return [id, '', ...facts, ...breaks, ...ignore].map((line) => `${line}\n`).join('');
}

/** @throws {UsageError} for a rule that there is not */
export function explainRule(id: string): string {
  const entries = catalogue();
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry !== undefined) return explained(entry);
  const ids = entries.map((candidate) => candidate.id);
  const meant = nearest(id, ids) ?? ids.find((known) => known.endsWith(`/${id}`));
  throw new UsageError(`there is no rule ${id}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`);
}

/** Every rule in a line: level, id, what is wanted. */
export function listRules(): string {
  const entries = catalogue();
  const width = Math.max(...entries.map(({ id }) => id.length));
  const lines = entries.map(({ id, level }) => `${level.padEnd(8)} ${id.padEnd(width)}  ${sentenceOf(id)}\n`);
  return lines.join('');
}
