import { describe, expect, it } from 'vitest';
import { readYaml } from './kubernetes-yaml.ts';

/** What `sigs.k8s.io/yaml`, which kubectl and the API server read with, makes of these words. */
const words: readonly (readonly [string, unknown])[] = [
  ['yes', true],
  ['Y', true],
  ['on', true],
  ['no', false],
  ['n', false],
  ['OFF', false],
  ['TRUE', true],
  ['tRue', 'tRue'],
  ['~', null],
  ['NULL', null],
  ['nUll', 'nUll'],
  ['0777', 511],
  ['08', 8],
  ['0o17', 15],
  ['0b11', 3],
  ['0x1F', 31],
  ['1_000', 1000],
  ['_1', '_1'],
  ['.5', 0.5],
  ['5.', 5],
  ['.', '.'],
  ['1e3', 1000],
  ['12:30', '12:30'],
  ['190:20:30', '190:20:30'],
  ['2020-01-01', '2020-01-01'],
  ['!!str yes', 'yes'],
  ['!!binary aGVsbG8=', 'hello'],
  ['http://x:1/', 'http://x:1/'],
  ['"\\x41\\u0042"', 'AB'],
  ["'it''s'", "it's"],
  ['>-\n  x\n\n  y', 'x\ny'],
  ['|2\n    x', '  x\n'],
];

describe('YAML', () => {
  it.each(words)('has %s for what Kubernetes takes it for', (written, value) => {
    expect(readYaml('x', `x: ${written}\n`)).toEqual({ x: value });
  });

  it('merges maps, and lets a brace close where its line began', () => {
    expect(readYaml('x', 'a: &x {b: 1}\nc: {<<: *x, d: 2}\n')).toMatchObject({ c: { b: 1, d: 2 } });
    expect(readYaml('x', 'spec: {\n  "a": 1\n}\nb: 2\n')).toEqual({ spec: { a: 1 }, b: 2 });
  });
});
