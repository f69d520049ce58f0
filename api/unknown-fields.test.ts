import { describe, expect, it } from 'vitest';
import { describeViolation } from './rule.ts';
import { unknownFields } from './unknown-fields.ts';

function told(spec: object, more: object = {}): readonly string[] {
  const object = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'shop' }, spec };
  return unknownFields('Certificate', { ...object, ...more }).map(describeViolation);
}

describe('a Certificate with members that there are not', () => {
  it('is told the name that was meant', () => {
    expect(told({ dnsName: ['shop.example'] })).toEqual([
      'spec.dnsName: Forbidden: there is no such field; did you mean dnsNames?',
    ]);
  });

  it('is told where the member belongs', () => {
    expect(told({ rotationPolicy: 'Always' })).toEqual([
      'spec.rotationPolicy: Forbidden: there is no such field; it belongs to spec.privateKey.rotationPolicy',
    ]);
  });

  it('is told what a member of older versions is called now', () => {
    expect(told({ keyAlgorithm: 'rsa' })).toEqual([
      'spec.keyAlgorithm: Forbidden: there is no such field; it is called spec.privateKey.algorithm now',
    ]);
  });

  it('is told of members at the top, in metadata, and in entries of lists', () => {
    const others = [{ oid: '1.2.3', utf8Value: 'x' }, { old: '1.2.3' }];

    expect(told({ otherNames: others }, { metadata: { label: {} }, data: 1 })).toEqual([
      'metadata.label: Forbidden: there is no such field; did you mean labels?',
      'spec.otherNames[1].old: Forbidden: there is no such field; did you mean oid?',
      'data: Forbidden: there is no such field',
    ]);
  });

  it('may have any labels and annotations', () => {
    const metadata = { labels: { 'example.com/team': 'web' }, annotations: { constructor: 'x' } };

    expect(told({ secretTemplate: { labels: { any: 'thing' } } }, { metadata })).toEqual([]);
  });

  it('is told of a name that every object of JavaScript has', () => {
    expect(told({ constructor: 1, toString: 2 })).toHaveLength(2);
  });
});
