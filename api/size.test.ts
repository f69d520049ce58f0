import { describe, expect, it } from 'vitest';

import { sizeViolations } from './size.ts';

describe('a spec', () => {
  it('may be as long as a certificate request', () => {
    const dnsNames = Array.from({ length: 10_000 }, () => 'a');

    expect(sizeViolations({ commonName: 'a'.repeat(36_500), dnsNames })).toEqual([]);
  });

  it('is refused for a longer text, wherever it stands', () => {
    expect(sizeViolations({ a: [{ b: 'x'.repeat(36_501) }] })).toEqual([
      { field: 'spec.a[0].b', kind: 'TooLong', detail: 'may not be longer than 36500 characters' },
    ]);
  });

  it('is refused for a longer list, which is then not looked into', () => {
    const uris = Array.from({ length: 10_001 }, () => 'x'.repeat(40_000));

    expect(sizeViolations({ uris })).toEqual([
      { field: 'spec.uris', kind: 'TooLong', detail: 'may not have more than 10000 entries' },
    ]);
  });

  it.each(['caBundle', 'config', 'secretTemplate', 'request'])('may hold long texts in %s', (member) => {
    expect(sizeViolations({ acme: { [member]: { text: 'x'.repeat(100_000) } } })).toEqual([]);
  });

  it('may be nested as deeply as JSON is', () => {
    const nested: unknown = JSON.parse('{"a":['.repeat(50_000) + ']}'.repeat(50_000));

    expect(sizeViolations(nested)).toEqual([]);
  });

  it.each([undefined, null, 7, 'text', []])('that is %j has no size', (spec) => {
    expect(sizeViolations(spec)).toEqual([]);
  });
});
