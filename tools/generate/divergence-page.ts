import { readFileSync } from 'node:fs';

import { crdDivergences, type CrdDivergence } from './crd-divergences.ts';
import { crdKinds } from './crd-kinds.ts';
import type { Output } from './output.ts';

const path = 'docs/divergences.md';
const begin = '<!-- CRDs: printed by "make generate" -->';
const end = '<!-- end of CRDs -->';

/** What the page is when nobody has written it yet; other sections are written by hand. */
const emptyPage = `# Where certloom differs from cert-manager

Each of these is on purpose. Everything else that differs is a fault: please report it.

## CRDs

${begin}
${end}
`;

function list(kinds: readonly string[]): string {
  return kinds.length === crdKinds.length ? 'all six kinds' : kinds.join(', ');
}

function entry({ kinds, path: field, added, why }: CrdDivergence): string {
  if (field === '') return `- CEL rules are added to ${list(kinds)}. ${why}`;
  const facts = Object.entries(added).map(([keyword, value]) => `${keyword} ${JSON.stringify(value)}`);
  return `- \`${field}\` (${facts.join(', ')}) is added to ${list(kinds)}. ${why}`;
}

function section(): string {
  return [
    'Compared path by path with the CRDs of cert-manager v1.21.1 (types, formats, enums, required members, defaults,',
    'bounds, list kinds, CEL rules, names, columns, selectable fields, subresources). Descriptions are our own.',
    '',
    ...crdDivergences.map(entry),
  ].join('\n');
}

/** Puts the list between its two marks and leaves the rest of the page alone. */
export function divergencePage(root: URL): Output {
  const page = readOr(new URL(path, root), emptyPage);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has lost the marks around its section on CRDs`);
  return { path, content: `${page.slice(0, from)}${begin}\n\n${section()}\n\n${page.slice(to)}` };
}

function readOr(file: URL, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
