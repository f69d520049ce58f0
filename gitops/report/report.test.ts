import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../commands.ts';
import { formats } from './formats.ts';

const text = [
  'apiVersion: cert-manager.io/v1',
  'kind: Certificate',
  'metadata: { name: "shop & <co>" }',
  'spec:',
  '  secretName: shop',
  '  duration: 30m # short',
  '  renewBefore: 90m',
  '  usages: [server auth, server auth]',
  '---',
  'kind: [',
].join('\n');

function report(format: string): string {
  let out = '';
  runCommand(['-', '-o', format, '--no-color'], {
    cwd: import.meta.dirname,
    env: {},
    stdin: () => Buffer.from(text),
    stdout: (part) => void (out += part),
    stderr: () => undefined,
    isTerminal: false,
  });
  return out;
}

describe.each(formats)('a report for %s', (format) => {
  it('says the same every time', () => {
    expect(report(format)).toBe(report(format));
  });
});

describe('a report in SARIF', () => {
  it('has what code scanning asks for', () => {
    const url = new URL('../../test/fixtures/sarif/parts-used.schema.json', import.meta.url);
    const validate = new Ajv({ allErrors: true }).compile(JSON.parse(readFileSync(url, 'utf8')) as object);
    validate(JSON.parse(report('sarif')));

    expect(validate.errors ?? []).toEqual([]);
  });
});
