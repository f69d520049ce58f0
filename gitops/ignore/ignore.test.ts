import { describe, expect, it } from 'vitest';
import { createLocator } from '../place/locate.ts';
import { positionAt } from '../place/lines.ts';
import type { Problem } from '../problem.ts';
import { readManifests } from '../read/read-manifests.ts';
import { type Source, sourceOf } from '../source.ts';
import { ignoresInAnnotations } from './annotations.ts';
import { withoutIgnored } from './apply.ts';
import { ignoresInComments } from './comments.ts';
import { parseDirective } from './directive.ts';

const rules = ['gitops/no-hooks', 'gitops/no-force', 'certificate/has-a-name'];

function problemAt(source: Source, text: string, rule = 'gitops/no-hooks'): Problem {
  const start = positionAt(source, source.text.indexOf(text));
  return { rule, level: 'warning', message: text, source, document: 0, start, end: start, path: [] };
}

function sifted(text: string, at: string, rule?: string) {
  const source = sourceOf('shop.yaml', text);
  const { manifests } = readManifests(source);
  const ignores = [...ignoresInComments(source), ...ignoresInAnnotations(manifests, createLocator())];
  const { problems, ignored } = withoutIgnored([problemAt(source, at, rule)], ignores, {
    knownRules: rules,
    isChange: false,
  });
  return { left: problems.map((problem) => problem.rule), ignored: ignored.map(({ reason }) => reason) };
}

describe('a directive', () => {
  it('names rules and a reason', () => {
    expect(parseDirective('gitops/no-hooks, gitops/no-force  until March: ticket 12')).toEqual({
      rules: ['gitops/no-hooks', 'gitops/no-force'],
      reason: 'until March: ticket 12',
    });
  });
});

describe('a comment', () => {
  it('behind a line is about that line', () => {
    const text = 'a: 1 # certloom:ignore gitops/no-hooks old\nb: 2\n';

    expect(sifted(text, 'a: 1')).toEqual({ left: [], ignored: ['old'] });
    expect(sifted(text, 'b: 2').left).toEqual(['gitops/no-hooks', 'check/ignores-are-used']);
  });

  it('on a line of its own is about what begins in the next one', () => {
    const text = 'x: 0\n# certloom:ignore gitops/* old\n\na:\n  b: 1\nc: 2\n';

    expect(sifted(text, 'b: 1').ignored).toEqual(['old']);
    expect(sifted(text, 'c: 2').ignored).toEqual([]);
  });

  it('at the head of a document is about all of it, and no other', () => {
    const text = '# certloom:ignore gitops/no-hooks old\na: 1\nc: 2\n---\nd: 3\n';

    expect(sifted(text, 'c: 2').ignored).toEqual(['old']);
    expect(sifted(text, 'd: 3').ignored).toEqual([]);
  });

  it('does not count without a reason, or with a rule that there is not', () => {
    expect(sifted('a: 1 # certloom:ignore gitops/no-hooks', 'a: 1').left).toEqual([
      'gitops/no-hooks',
      'check/ignores-have-a-reason',
    ]);
    expect(sifted('a: 1 # certloom:ignore gitops/no-hook old', 'a: 1').left).toEqual([
      'gitops/no-hooks',
      'check/ignores-name-a-rule',
    ]);
  });

  it('is about no other rules than it names', () => {
    expect(sifted('a: 1 # certloom:ignore gitops/no-hooks old', 'a: 1', 'gitops/no-force').left).toEqual([
      'gitops/no-force',
      'check/ignores-are-used',
    ]);
  });
});

describe('an annotation', () => {
  it('is about the object that bears it, each of its lines by itself', () => {
    const text = [
      'apiVersion: cert-manager.io/v1',
      'kind: Certificate',
      'metadata:',
      '  annotations:',
      '    certloom/ignore: |',
      '      gitops/no-hooks until March',
      '      certificate/has-a-name filled in later',
    ].join('\n');

    expect(sifted(text, 'kind')).toEqual({ left: ['check/ignores-are-used'], ignored: ['until March'] });
  });
});
