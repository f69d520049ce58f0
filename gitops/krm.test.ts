import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from './commands.ts';

function run(args: readonly string[], stdin: string) {
  let [out, err] = ['', ''];
  const code = runCommand(args, {
    cwd: import.meta.dirname,
    env: {},
    stdin: () => Buffer.from(stdin),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

describe('the KRM function', () => {
  const list = [
    '# kept',
    'apiVersion: config.kubernetes.io/v1',
    'kind: ResourceList',
    'items:',
    '- apiVersion: cert-manager.io/v1 # kept too',
    '  kind: Certificate',
    '  metadata:',
    '    name: shop',
    '    annotations: {internal.config.kubernetes.io/path: a/shop.yaml, internal.config.kubernetes.io/index: "2"}',
    '  spec: {secretName: shop, issuerRef: {name: ca}, dnsNames: [shop.example], duration: 30m}',
    'results: [{message: old}]',
    'functionConfig: {data: {issuers: Issuer/ca}}',
    '# the end',
    '',
  ].join('\n');

  it('echoes everything but its results, to the byte', () => {
    const { out } = run(['--krm'], list);

    expect(out.replace(/^results:\n(?:[ -].*\n)+/m, '')).toBe(list.replace(/^results: .*\n/m, ''));
    expect(parse(out)).toMatchObject({
      results: [
        {
          severity: 'error',
          resourceRef: { kind: 'Certificate', name: 'shop' },
          field: { path: 'spec.duration', currentValue: '30m' },
          file: { path: 'a/shop.yaml', index: 2 },
        },
      ],
    });
  });

  it('says the same about its own output', () => {
    const { out } = run(['--krm'], list);

    expect(run(['--krm'], out).out).toBe(out);
  });

  it('takes JSON and gives JSON', () => {
    const { out } = run(['--krm'], JSON.stringify({ results: [], ...(parse(list) as object) }));

    expect(JSON.parse(out)).toMatchObject({ results: [{ field: { path: 'spec.duration' } }] });
  });
});
