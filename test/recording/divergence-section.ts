import { type Divergence, type Listed, divergences } from './divergences.ts';
import { scenes } from './tape.ts';

const begin = '<!-- Final states: printed from test/recording/divergences.ts -->';
const end = '<!-- end of final states -->';

/** The page with the section "Final states" as it should be; everything else stays. */
export function withFinalStates(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0) return `${page.trimEnd()}\n\n## Final states\n\n${begin}\n\n${section()}\n\n${end}\n`;
  return `${page.slice(0, from)}${begin}\n\n${section()}\n\n${page.slice(to)}`;
}

function section(): string {
  return [
    'What a cluster looks like when everything has come to rest, compared with a recording of cert-manager v1.21.1 in four',
    'scenes: an own CA with a renewal, a changed and a lost certificate (`ca`); ACME with DNS-01 (`dns01`) and with HTTP-01',
    'through an Ingress (`http01`); and what happens when it fails (`fail`). Names, labels, annotations, owners, conditions, status, the entries of Secrets and what requests',
    'and certificates say are the same, but for these. A test plays the scenes again and fails on any other difference.',
    ...divergences.flatMap(paragraph),
  ].join('\n');
}

function paragraph({ what, why, differences }: Divergence): readonly string[] {
  return ['', `**${what}.** ${why}`, '', ...differences.map(line)];
}

function line({ scenes: where, objects, path, upstream, ours }: Listed): string {
  const only = where.length === scenes.length ? '' : ` (${where.join(', ')})`;
  return `- ${objects.replace('*', '…')}${only}, \`${path}\`: ${shown(upstream)} → ${shown(ours)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof RegExp) return `like \`${value.source}\``;
  return `\`${JSON.stringify(value)}\``;
}
