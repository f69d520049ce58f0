import { marks } from '../../api/cel-told.ts';
import { has, isDuration } from '../../api/cel.ts';
import { formatTexts } from '../../api/validate.ts';
import type { Resource } from '../../api/resource.ts';
import type { CelRule } from './cel-rule.ts';
import { crdKinds } from './crd-kinds.ts';

interface Node {
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

/** Paths of durations: `spec.renewal.windows[].windowDuration`. */
function durationsIn(node: Node, path: string): readonly string[] {
  if (node.format === 'go-duration') return [path];
  const members = Object.entries(node.properties ?? {});
  return [
    ...members.flatMap(([name, member]) => durationsIn(member, `${path}.${name}`)),
    ...(node.items ? durationsIn(node.items, `${path}[]`) : []),
  ];
}

function durationCheck(path: string, id: string): CelRule {
  const [list = '', inEntry] = path.split('[].');
  const root = inEntry === undefined ? 'object' : 'entry';
  const own = inEntry ?? path;
  return {
    ...(inEntry !== undefined && { each: list }),
    id,
    severity: 'deny',
    whole: true,
    valid: `!(${has(root, own)}) || ${isDuration(`${root}.${own}`)}`,
    value: `${root}.${own}`,
    says: {
      field: path.replace('[]', `[${marks.place}]`),
      kind: 'Invalid',
      detail: formatTexts['go-duration'],
      value: marks.value,
    },
  };
}

/** What our schema of a kind knows and that of the CRD does not: how durations are written. */
export function schemaChecks(resource: Resource, family: string): readonly CelRule[] {
  const kind = crdKinds.find((one) => one.resource === resource);
  const paths = kind ? durationsIn(kind.schema.spec, 'spec') : [];
  return paths.map((path) => durationCheck(path, `${family}/fits-the-schema`));
}

/** The kinds whose CRDs let an object through that has no spec at all. */
export function withoutSpec(): readonly Resource[] {
  return crdKinds.filter(({ schema }) => !schema.required.includes('spec')).map(({ resource }) => resource);
}
