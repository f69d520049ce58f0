import { type Html, html } from '../html.ts';
import { type Filter, queryOf } from '../model/filter.ts';
import type { IssuerLine } from '../model/issuers.ts';
import type { Urgency } from '../model/state.ts';
import { cards, instant } from './parts.ts';

export function issuersPage(lines: readonly IssuerLine[], now: Date): Html {
  return html`<h1>Issuers</h1>
    <div id="issuers" data-live>
      ${lines.length === 0 ? html`<p class="nothing">There is no issuer yet.</p>` : table(lines, now)}
    </div>`;
}

const titles = ['State', 'Issuer', 'What it says', 'Certificates'];

function table(lines: readonly IssuerLine[], now: Date): Html {
  const rows = lines.map((line) => row(line, now));
  return cards('issuers', 'Issuers, those that do not work first', titles, rows);
}

function row(line: IssuerLine, now: Date): Html {
  const { kind, namespace, name, type, server, ready, words, since } = line;
  return html`<tr role="row" class="${ready ? 'well' : 'attention'}">
    <td role="cell">
      ${
        ready
          ? html`<span class="badge well"><span aria-hidden="true">✔</span> Ready</span>`
          : html`<span class="badge attention"><span aria-hidden="true">✖</span> Not ready</span>`
      }
    </td>
    <th scope="row" role="rowheader">
      <span class="name">${name}</span>
      <p class="quiet">${kind}${namespace !== '' && ` in ${namespace}`}, ${type}</p>
      ${server !== undefined && html`<p class="names">${server}</p>`}
    </th>
    <td role="cell" class="why">
      <p class="words">${words}</p>
      ${since && html`<p class="quiet">since ${instant(since, now)}</p>`}
    </td>
    <td role="cell">${counts(line)}</td>
  </tr>`;
}

const labels = { attention: 'need attention', progress: 'in progress', well: 'well' } as const;

function counts({ kind, namespace, name, counts: of }: IssuerLine): Html {
  const links = (Object.keys(labels) as Urgency[]).map((state) => {
    const filter: Filter = { namespace, issuer: `${kind}/${name}`, state, text: '' };
    if (of[state] === 0) return undefined;
    return html`<li><a href="/${queryOf(filter)}">${of[state]} ${labels[state]}</a></li>`;
  });
  return links.every((link) => link === undefined)
    ? html`<span class="quiet">none</span>`
    : html`<ul class="plain">
        ${links}
      </ul>`;
}
