/** An element as it stands in a document. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (HtmlElement | string)[];
}

const voids = new Set(['meta', 'link', 'input', 'br']);

/** What SVG and HTML allow to close itself. */
const selfClosing = new Set([...voids, 'rect', 'line', 'circle', 'path']);

const token =
  /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?|\s+viewBox="[^"<>]*"|\s+preserveAspectRatio="[^"<>]*")*)\s*(\/?)>|[^<]+|</giy;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/**
 * Reads a document as strictly as one of our own can be read: every element closed in its place, every value in quotation
 * marks, every entity known, every id there once.
 *
 * @throws {Error} about what is wrong with it
 */
export function parseHtml(text: string): HtmlElement {
  const root: Open = { tag: '#document', attributes: new Map(), children: [] };
  const open = [root];
  const ids = new Set<string>();
  for (const [whole, slash, name, attributes = '', selfClosed] of text.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    if (name === undefined) addText(parent, whole);
    else if (slash === '/') close(open, name.toLowerCase());
    else {
      const element: Open = {
        tag: name.toLowerCase(),
        attributes: attributesOf(attributes, ids),
        children: [],
      };
      parent.children.push(element);
      if (staysOpen(element, selfClosed === '/')) open.push(element);
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.tag}> is not closed`);
  return root;
}

interface Open extends HtmlElement {
  readonly children: (HtmlElement | string)[];
}

function addText({ tag, children }: Open, text: string): void {
  if (text === '<') throw new Error(`a "<" in <${tag}> begins no element`);
  if (!text.startsWith('<!')) children.push(decoded(text));
}

function close(open: Open[], tag: string): void {
  const last = open.pop();
  if (last?.tag !== tag) throw new Error(`</${tag}> closes <${last?.tag}>`);
}

function staysOpen({ tag }: Open, selfClosed: boolean): boolean {
  if (selfClosed && !selfClosing.has(tag)) throw new Error(`<${tag}/> closes itself`);
  return !voids.has(tag) && !selfClosed;
}

function attributesOf(text: string, ids: Set<string>): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
    if (attributes.has(name)) throw new Error(`there are two attributes ${name}`);
    attributes.set(name, decoded(value));
  }
  const id = attributes.get('id');
  if (id !== undefined && ids.has(id)) throw new Error(`there are two elements with id ${id}`);
  if (id !== undefined) ids.add(id);
  return attributes;
}

function decoded(text: string): string {
  return text.replaceAll(/&([^;\s]*);?/g, (_, name: string) => {
    const sign = entities[name];
    if (sign === undefined) throw new Error(`there is no entity ${name}`);
    return sign;
  });
}

/** It and everything in it. */
export function elementsOf(element: HtmlElement): readonly HtmlElement[] {
  return [
    element,
    ...element.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child))),
  ];
}

/** What a reader sees of it; breaks and runs of blanks are one blank. */
export function textOf(element: HtmlElement): string {
  return element.children
    .map((child) => (typeof child === 'string' ? child : ` ${textOf(child)} `))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
