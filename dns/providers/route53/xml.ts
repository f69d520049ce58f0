/** An element of an XML document. Attributes and namespaces say nothing that we need. */
export interface XmlElement {
  readonly name: string;
  /** The characters directly in it, entities resolved; nothing where there are only elements. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** Deeper than any answer of AWS by far. */
const mostDepth = 32;

/** One mark and the characters after it, from where the last one ended. */
const mark = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+="[^"<]*")*)\s*(\/?)>([^<]*)/y;
const declaration = /^\uFEFF?(?:<\?xml[^<>]*\?>)?\s*/;

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/**
 * Reads the XML that AWS writes: elements, text, the five entities and numbered ones. Whatever else XML may have (types,
 * entities of its own, comments, instructions) is refused, so nothing is ever expanded or fetched.
 *
 * @returns `undefined` for what is no such document
 */
export function parseXml(document: string): XmlElement | undefined {
  const root: Open = { name: '', text: '', children: [] };
  const open: Open[] = [root];
  mark.lastIndex = declaration.exec(document)?.[0].length ?? 0;
  while (mark.lastIndex < document.length) {
    const found = mark.exec(document);
    if (!found || !take(open, found)) return undefined;
  }
  const [only, ...others] = root.children;
  return open.length === 1 && others.length === 0 && root.text.trim() === '' ? only : undefined;
}

/** @returns whether the mark may stand there */
function take(open: Open[], [, closing, name = '', , empty, after = '']: RegExpExecArray): boolean {
  const text = resolveEntities(after);
  if (text === undefined || (closing && empty)) return false;
  if (closing) return close(open, name, text);
  const begun: Open = { name, text: '', children: [] };
  if (empty) open.at(-1)?.children.push(begun);
  else open.push(begun);
  write(open, text);
  return open.length <= mostDepth;
}

function close(open: Open[], name: string, after: string): boolean {
  const ended = open.pop();
  if (ended?.name !== name || open.length === 0) return false;
  open.at(-1)?.children.push(ended);
  write(open, after);
  return true;
}

function write(open: readonly Open[], text: string): void {
  const inside = open.at(-1);
  if (inside) inside.text += text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** @returns `undefined` when there is one that nobody knows */
function resolveEntities(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let whole = true;
  const resolved = text.replaceAll(/&(?:(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-z]+);)?/g, (_, word?: string) => {
    const character = word?.startsWith('#') ? numbered(word) : entities[word ?? ''];
    whole &&= character !== undefined;
    return character ?? '';
  });
  return whole ? resolved : undefined;
}

function numbered(word: string): string | undefined {
  const code = word.startsWith('#x') ? Number.parseInt(word.slice(2), 16) : Number(word.slice(1));
  return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}

/** An element with text in it. */
export function textElement(name: string, text: string): XmlElement {
  return { name, text, children: [] };
}

export function writeXml({ name, text, children }: XmlElement): string {
  const inside = children.length > 0 ? children.map(writeXml).join('') : escapeText(text);
  return `<${name}>${inside}</${name}>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The first element at the end of the path. */
export function childOf(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce((inside, name) => inside?.children.find((one) => one.name === name), element);
}

/** The text at the end of the path, without blanks around it; nothing when there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  return childOf(element, ...path)?.text.trim() ?? '';
}
