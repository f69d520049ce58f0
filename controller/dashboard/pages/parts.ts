import { type Html, html } from '../html.ts';
import type { NextTry } from '../model/next-try.ts';
import { type State, states } from '../model/state.ts';
import type { IssuerName, Summary } from '../model/summary.ts';
import { type Why, actors } from '../model/why.ts';
import { minute, relative } from '../relative-time.ts';

/** Small pieces that several pages are made of. */

/** An instant in words for people, and exactly. */
export function instant(at: Date | undefined, now: Date): Html {
  if (at === undefined) return html`<span class="quiet">none</span>`;
  return html`<time datetime="${at.toISOString()}"
    ><span class="when">${relative(at, now)}</span> <span class="exact">${minute(at)}</span></time
  >`;
}

/** Never by colour alone: a sign and a word go with it. */
export function badge(state: State): Html {
  const { label, sign, urgency } = states[state];
  return html`<span class="badge ${urgency}"><span aria-hidden="true">${sign}</span> ${label}</span>`;
}

export function certificateLink({ namespace, name }: Pick<Summary, 'namespace' | 'name'>): Html {
  return html`<a class="name" href="${certificatePath(namespace, name)}">${name}</a>`;
}

export function certificatePath(namespace: string, name: string): string {
  return `/certificates/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

export function issuerText({ kind, name, group }: IssuerName): string {
  return group === 'cert-manager.io' ? `${kind}/${name}` : `${group} ${kind}/${name}`;
}

const shownNames = 3;

/** The first few; all of them on the page of the Certificate. */
export function shortNames(names: readonly string[]): Html {
  const more = names.length - shownNames;
  return html`${names.slice(0, shownNames).join(', ')}${more > 0 && ` and ${more} more`}`;
}

/** In the words of whoever refused, where they stand, and who must act. */
export function reason(why: Why | undefined): Html {
  if (why === undefined) return html`<span class="quiet">All is well</span>`;
  return html`<p class="words">${why.words}</p>
    <p class="actor">
      <span class="quiet">Told by the ${why.from.kind}. Who must act:</span> ${actors[why.actor]}
    </p>`;
}

export function nextTry(next: NextTry, now: Date): Html {
  switch (next.is) {
    case 'under-way':
      return html`under way`;
    case 'held-up':
      return html`by itself, once that is mended`;
    case 'none':
      return html`<span class="quiet">not planned</span>`;
    case 'at':
      return html`${next.what === 'retry' ? 'tried again' : 'renewed'} ${instant(next.at, now)}`;
    default:
      return next satisfies never;
  }
}

/**
 * A table that is laid out as cards on a phone. Roles are spelt out, because it would lose them there.
 *
 * @param caption for those who do not see what stands around it
 */
export function cards(name: string, caption: string, titles: readonly string[], rows: readonly Html[]): Html {
  return html`<table class="${name} cards" role="table">
    <caption class="unseen">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${titles.map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows}
    </tbody>
  </table>`;
}
