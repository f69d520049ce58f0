import { isCollection, isPair, visit } from 'yaml';
import type { YamlDocument } from './kubernetes-yaml.ts';

const opening = '{{';

/** Below a folder of this name Helm keeps templates. */
const folder = /(^|\/)templates\//;

/** The line of an offset, and the one before. */
function twoLines(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  const before = text.lastIndexOf('\n', offset - 1);
  const start = before < 0 ? 0 : text.lastIndexOf('\n', before - 1) + 1;
  return text.slice(start, end < 0 ? text.length : end);
}

/** `name: {{ .Release.Name }}` is YAML, of a kind that nobody writes: a map whose key is a map. */
function hasMapAsKey(document: YamlDocument): boolean {
  let found = false;
  visit(document, (_key, node) => {
    if (!isPair(node) || !isCollection(node.key)) return undefined;
    found = true;
    return visit.BREAK;
  });
  return found;
}

/** Whether there is anything of a template in a text; asked once, since streams are long. */
export function holdsActions(text: string): boolean {
  return text.includes(opening);
}

/**
 * Whether a document of a text that holds actions is a template of Helm that nothing has rendered. `{{` in quotation
 * marks, as in a description or an ApplicationSet, makes none.
 */
export function isTemplate(document: YamlDocument, text: string): boolean {
  return (
    document.errors.some(({ pos: [offset] }) => twoLines(text, offset).includes(opening)) ||
    hasMapAsKey(document)
  );
}

/** Whether a file of a chart has to be rendered: one with nothing to fill in is a manifest as it stands. */
export function isTemplateOfChart(path: string, text: string): boolean {
  return folder.test(path) && holdsActions(text);
}
