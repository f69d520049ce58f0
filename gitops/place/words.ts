import { type Document, isScalar, visit } from 'yaml';
import { yamlDocuments } from '../read/kubernetes-yaml.ts';
import type { Source } from '../source.ts';
import type { Range } from './locate.ts';

/** A word that Kubernetes reads as something else than YAML 1.2 does. */
export interface OddWord {
  readonly written: string;
  /** How all read it alike. */
  readonly plain: string;
  readonly range: Range;
  readonly isKey: boolean;
}

/** `yes`, `on`, `0755`, `1_000`: booleans and numbers that YAML 1.2 takes for text or for other numbers. */
const odd = /^(?:y|yes|n|no|on|off)$|^[-+]?(?:0[0-7]+|0b[01_]+|[\d_]*_[\d_.]*)$/i;

/** Few texts hold any, and to read all of them again takes long. */
const suspicious = /(?:^|[\s:,[{-])(?:y|yes|n|no|on|off|[-+]?0[0-7b]\w*|\d[\d_]*_\d+)(?=[\s,\]}:]|$)/im;

function wordsOf(document: Document.Parsed, offset: number): readonly OddWord[] {
  const words: OddWord[] = [];
  visit(document, {
    Scalar(key, node) {
      const { source, type, value, range } = node;
      const isPlain = type === 'PLAIN' && isScalar(node) && source !== undefined && odd.test(source);
      if (!isPlain || !range || (typeof value !== 'boolean' && typeof value !== 'number')) return;
      const place = { start: range[0] + offset, end: range[1] + offset };
      words.push({ written: source, plain: String(value), range: place, isKey: key === 'key' });
    },
  });
  return words;
}

/** The odd words in one document of a text. */
export function oddWords({ text }: Source, { start, end }: Range): readonly OddWord[] {
  const part = text.slice(start, end);
  if (!suspicious.test(part)) return [];
  return [...yamlDocuments(part)].flatMap((document) => wordsOf(document, start));
}
