/** Text that is HTML already; only {@link html} makes it, so everything else is escaped. */
export class Html {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  static join(strings: readonly string[], values: readonly HtmlValue[]): Html {
    return new Html(strings.map((part, index) => part + written(values[index])).join(''));
  }
}

/** What may stand in a template: lists are joined, and nothing comes of what is not there. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/**
 * A template whose values are escaped, for text and for attributes in quotation marks. Not for attributes without them,
 * for scripts and styles, and for URLs that do not begin with a path of ours.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.join(strings, values);
}

function written(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return listed(value);
  return escaped(String(value));
}

/** @throws {TypeError} for what only looks like one of ours */
function listed(values: readonly HtmlValue[]): string {
  return values.map(written).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that no HTML document may hold, and those that turn the direction of what follows, are shown as such. */
// oxlint-disable-next-line no-control-regex
const unfit = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|[\ud800-\udfff]/gu;

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '').replaceAll(unfit, '\ufffd');
}
