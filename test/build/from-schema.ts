import fc, { type Arbitrary } from 'fast-check';

/** What is used of a structural schema (Kubernetes CustomResourceDefinitions). */
export interface StructuralNode {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralNode>>;
  readonly additionalProperties?: StructuralNode;
  readonly items?: StructuralNode;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** Texts that fields of ours are written in, legal and not, and what people never write. */
const texts = [
  '',
  ' ',
  '1h',
  '-1h',
  '0s',
  '2160h0m0s',
  '1.5h',
  '9999999999h',
  'shop.example',
  '*.shop.example',
  'a..b',
  'Shop_TLS',
  'm\u00fcnchen.example',
  '\u{1F600}',
  '\ud800',
  'CN=shop,O=a\\,b',
  '2.5.4.3=x',
  '1.2.840',
  'https://acme.example/directory',
  'http://[::1',
  'urn:x',
  '::1',
  '192.0.2.0/24',
  'ann@shop.example',
  '@',
  '0 2 * * *',
  'CRON_TZ=Europe/Paris 0 2 * * *',
  '@daily',
  'Europe/Paris',
  'ns1.example:53',
  '[::1]:0',
  'Issuer',
  'ClusterIssuer',
  'cert-manager.io',
  'HTTP-01',
  '__proto__',
  'x'.repeat(300),
  'AKIAIOSFODNN7EXAMPLE',
  '500m',
  '1Gi',
];

function anyText({ pattern, minLength = 0, maxLength = Infinity }: StructuralNode): Arbitrary<string> {
  const fits = new RegExp(pattern ?? '', 'u');
  const known = texts.filter(
    (text) => text.length >= minLength && text.length <= maxLength && (!pattern || fits.test(text)),
  );
  return pattern === undefined && maxLength === Infinity && minLength === 0
    ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, fc.string({ maxLength: 12 }))
    : fc.constantFrom(...(known.length > 0 ? known : ['a']));
}

function anyBytes(): Arbitrary<string> {
  const chunks = fc.oneof(
    fc.constantFrom(
      '',
      'hi',
      '-----BEGIN CERTIFICATE REQUEST-----\n',
      '0\u0080',
      '0\u0003\u0002\u0001\u0005',
    ),
    fc.string({ maxLength: 20 }),
  );
  return chunks.map((text) => Buffer.from(text, 'latin1').toString('base64'));
}

function anyString(node: StructuralNode): Arbitrary<string> {
  if (node.enum) return fc.constantFrom(...node.enum);
  if (node.format === 'byte') return anyBytes();
  if (node.format === 'date-time')
    return fc.constantFrom('2026-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z');
  return anyText(node);
}

function anyObject(node: StructuralNode, depth: number): Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = node;
  if (properties === undefined) {
    if (typeof additionalProperties !== 'object') return fc.object({ maxDepth: 2, maxKeys: 3 });
    const keys = fc.constantFrom('a', 'b', '', 'constructor', 'app.kubernetes.io/name', 'team');
    return fc.dictionary(keys, valueOf(additionalProperties, depth - 1), { maxKeys: 3 });
  }
  const names = Object.keys(properties).filter((name) => depth > 0 || required.includes(name));
  const members = names.map((name) => [name, valueOf(properties[name] ?? {}, depth - 1)] as const);
  return fc.record(Object.fromEntries(members), {
    requiredKeys: required.filter((name) => name in properties),
  });
}

function anyList(node: StructuralNode, depth: number): Arbitrary<unknown> {
  const longest = node['x-kubernetes-list-map-keys'] === undefined ? 3 : 1;
  return fc.array(valueOf(node.items ?? {}, depth - 1), { maxLength: depth > 0 ? longest : 0 });
}

const ofType: Readonly<Record<string, (node: StructuralNode, depth: number) => Arbitrary<unknown>>> = {
  string: anyString,
  boolean: () => fc.boolean(),
  integer: ({ minimum = -2_147_483_648, maximum = 2_147_483_647 }) =>
    fc.integer({ min: minimum, max: maximum }),
  array: anyList,
  object: anyObject,
};

/**
 * Values that a structural schema lets through, the odd ones first.
 *
 * @param depth below which only what is required is filled in
 */
export function valueOf(node: StructuralNode, depth: number): Arbitrary<unknown> {
  if (node['x-kubernetes-int-or-string'])
    return fc.oneof(fc.nat(), fc.constantFrom('1', '500m', '1Gi', '-1', ''));
  return ofType[node.type ?? '']?.(node, depth) ?? fc.jsonValue({ maxDepth: 2 });
}
