import {
  Composer,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type Tags,
} from 'yaml';
import { UsageError } from '../usage-error.ts';

/** Go also takes octal numbers as YAML 1.2 writes them. */
const octal = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  identify: () => false,
  test: /^[-+]?0o[0-7]+$/,
  resolve: (text: string) => Number.parseInt(text.replace('0o', ''), 8),
};

/** JSON has no bytes: what `!!binary` encodes becomes text. */
const binary = {
  tag: 'tag:yaml.org,2002:binary',
  identify: () => false,
  resolve: (text: string) => Buffer.from(text, 'base64').toString(),
};

/** Words that YAML 1.1 has and Kubernetes does not read: times and numbers to the base of 60 stay text. */
function isLeftOut(tag: Exclude<Tags[number], string>): boolean {
  const isSexagesimal = 'format' in tag && tag.format === 'TIME';
  return isSexagesimal || tag.tag.endsWith(':timestamp') || tag.tag.endsWith(':binary');
}

/** A lone dot is no number. */
const dot = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  identify: () => false,
  test: /^\.$/,
  resolve: (text: string) => text,
};

/** YAML as Kubernetes reads it: the words of 1.1 (`yes`, `on`, `0755`), merge keys, and the exceptions above. */
const options: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  // What the parser wonders about is no business of whoever reads standard error.
  logLevel: 'error',
  customTags: (tags) => [
    octal,
    binary,
    dot,
    ...tags.filter((tag) => typeof tag === 'string' || !isLeftOut(tag)),
  ],
};

/** A parsed document; offsets in it count from the beginning of the text. */
export type YamlDocument = Document.Parsed;

/** Reads the documents of a stream one after the other, so that the caller need not keep them. */
export function* yamlDocuments(text: string): Generator<YamlDocument, void> {
  yield* new Composer(options).compose(new Parser().parse(text), false, text.length);
}

/**
 * The value of a text that is one document; `undefined` when it is empty.
 *
 * @throws {UsageError} naming the file, when it can't be read
 */
export function readYaml(path: string, text: string): unknown {
  const [document] = yamlDocuments(text);
  const [error] = document?.errors ?? [];
  if (error) throw new UsageError(`${path}: ${error.message.split('\n')[0] ?? ''}`);
  return document?.toJS() as unknown;
}
