import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { type HtmlElement, elementsOf, parseHtml } from '../../test/build/html-document.ts';
import { html } from './html.ts';

/** Text with much of what means something to HTML. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '"', "'", '&', '</p>', '<script>', '&lt;', '\u202e'),
    fc.string({ maxLength: 2 }),
  ),
});

/** What no document can hold comes out as a sign that something was there. */
function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

function textsOf({ children }: HtmlElement): string {
  return children.filter((child) => typeof child === 'string').join('');
}

describe('a template', () => {
  it('is joined with lists, and without what is not there', () => {
    const names = ['a', 'b'].map((name) => html`<b>${name}</b>`);

    expect(html`<i class="${'x'}">${names}${undefined}${false}${0}</i>`.text).toBe(
      '<i class="x"><b>a</b><b>b</b>0</i>',
    );
  });

  test.prop([hostile, hostile])(
    'gives every value back as it is, in text and in attributes',
    (text, attribute) => {
      const [, element] = elementsOf(parseHtml(html`<p title="${attribute}">${text}</p>`.text));

      expect(element && textsOf(element)).toBe(shown(text));
      expect(element?.attributes.get('title')).toBe(shown(attribute));
    },
  );

  it('takes nothing for HTML that it did not make itself', () => {
    const pretended = { text: '<b>' } as unknown as string;

    expect(() => html`${pretended}`.text).toThrow(TypeError);
  });
});
