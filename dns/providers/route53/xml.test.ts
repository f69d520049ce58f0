import { describe, expect, it } from 'vitest';
import { childOf, parseXml, textAt, textElement, writeXml } from './xml.ts';

describe('the XML of AWS', () => {
  it('is read to its elements and their text', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<A xmlns="https://route53.amazonaws.com/doc/2013-04-01/">\n <B><C>&quot;a &amp; b&#x2F;&#50;&quot;</C><C/></B>\n</A>\n',
    );

    expect(root?.name).toBe('A');
    expect(textAt(root, 'B', 'C')).toBe('"a & b/2"');
    expect(childOf(root, 'B')?.children.map(({ name }) => name)).toEqual(['C', 'C']);
    expect(textAt(root, 'B', 'D', 'E')).toBe('');
  });

  it('is what we write, too', () => {
    const written = writeXml({ name: 'A', text: '', children: [textElement('B', '"<&>"]]>')] });

    expect(written).toBe('<A><B>"&lt;&amp;&gt;"]]&gt;</B></A>');
    expect(textAt(parseXml(written), 'B')).toBe('"<&>"]]>');
  });

  it.each([
    ['nothing', ''],
    ['text alone', 'Bad Gateway'],
    ['the page of a gateway', '<!DOCTYPE html><html></html>'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'],
    ['an entity that nobody knows', '<a>&b;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a character that is none', '<a>&#x110000;</a>'],
    ['a comment', '<a><!-- b --></a>'],
    ['an instruction', '<a><?php b ?></a>'],
    ['an element that is not closed', '<a><b></a>'],
    ['an element that ends early', '<a>'],
    ['an element that was never begun', '</a>'],
    ['two documents', '<a/><b/>'],
    ['something behind it', '<a/>b'],
    ['elements without end', '<a>'.repeat(40) + '</a>'.repeat(40)],
  ])('is not %s', (_, document) => {
    expect(parseXml(document)).toBeUndefined();
  });

  it('is refused in no time, however long what is wrong', () => {
    const began = performance.now();

    expect(parseXml(`<a ${'b="c" '.repeat(50_000)}`)).toBeUndefined();
    expect(parseXml(`<a>${'&'.repeat(100_000)}`)).toBeUndefined();
    expect(parseXml('<'.repeat(500_000))).toBeUndefined();

    expect(performance.now() - began).toBeLessThan(1000);
  });
});
