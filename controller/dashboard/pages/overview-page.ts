import { type Html, html } from '../html.ts';
import { type Filter, queryOf, stateChoices } from '../model/filter.ts';
import type { Overview } from '../model/overview.ts';
import { type Urgency, states } from '../model/state.ts';
import type { Summary } from '../model/summary.ts';
import { badge, cards, certificateLink, instant, issuerText, nextTry, reason, shortNames } from './parts.ts';

const urgencyLabels: Readonly<Record<Urgency, string>> = {
  attention: 'Need attention',
  progress: 'In progress',
  well: 'Well',
};

const urgencySigns: Readonly<Record<Urgency, string>> = { attention: '▲', progress: '●', well: '✔' };

export function overviewPage(overview: Overview, now: Date): Html {
  return html`<h1>Certificates</h1>
    <div id="counts" data-live>${tiles(overview)}</div>
    ${filters(overview)}
    <div id="rows" data-live>
      ${overview.total === 0 ? nothing(overview) : table(overview.rows, now)} ${pager(overview)}
    </div>`;
}

function tiles({ counts, filter, dueThisWeek }: Overview): Html {
  const choices = (Object.keys(urgencyLabels) as Urgency[]).map((urgency) => {
    const chosen = filter.state === urgency;
    const state = chosen ? '' : urgency;
    return html`<li>
      <a
        class="tile ${urgency} ${counts[urgency] === 0 ? 'zero' : ''}"
        href="/${queryOf({ ...filter, state })}"
        aria-current="${chosen ? 'true' : 'false'}"
      >
        <span class="count">${counts[urgency]}</span>
        <span class="label"
          ><span aria-hidden="true">${urgencySigns[urgency]}</span> ${urgencyLabels[urgency]}</span
        >
      </a>
    </li>`;
  });
  return html`<ul class="tiles">
    ${choices}
    <li>
      <a class="tile due" href="/due"
        ><span class="count">${dueThisWeek}</span> <span class="label">Renewals within 7 days</span></a
      >
    </li>
  </ul>`;
}

function filters({ filter, choices }: Overview): Html {
  return html`<form class="filters" method="get" action="/" role="search" aria-label="Certificates">
    <label
      >Text <input type="search" name="text" value="${filter.text}" placeholder="name, host, error"
    /></label>
    ${select(filter, { label: 'Namespace', name: 'namespace', values: choices.namespaces })}
    ${select(filter, { label: 'Issuer', name: 'issuer', values: choices.issuers })}
    ${select(filter, { label: 'State', name: 'state', values: stateChoices, labelOf: stateLabel })}
    <button type="submit">Filter</button>
    ${isFiltered(filter) && html`<a href="/">Show all</a>`}
  </form>`;
}

interface Choices {
  readonly label: string;
  readonly name: keyof Filter;
  readonly values: readonly string[];
  readonly labelOf?: (value: string) => string;
}

function select(filter: Filter, { label, name, values, labelOf = (value) => value }: Choices): Html {
  const chosen = filter[name];
  // one that is not there any more stays chosen, so that the form says what the page shows
  const all = chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
  return html`<label
    >${label}
    <select name="${name}">
      <option value="">any</option>
      ${all.map(
        (value) =>
          html`<option value="${value}" ${value === chosen ? selected : none}>${labelOf(value)}</option>`,
      )}
    </select>
  </label>`;
}

const selected = html`selected`;
const none = html``;

function stateLabel(choice: string): string {
  if (choice in urgencyLabels) return urgencyLabels[choice as Urgency];
  return choice in states ? states[choice as keyof typeof states].label : choice;
}

function isFiltered(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== '');
}

function nothing({ filter }: Overview): Html {
  const words = isFiltered(filter) ? 'No Certificate fits these filters.' : 'There is no Certificate yet.';
  return html`<p class="nothing">${words}</p>`;
}

const titles = ['State', 'Certificate', 'Why, and who must act', 'Expires', 'Next'];

function table(rows: readonly Summary[], now: Date): Html {
  const caption = 'Certificates, the most urgent first';
  return cards(
    'certificates',
    caption,
    titles,
    rows.map((summary) => row(summary, now)),
  );
}

function row(summary: Summary, now: Date): Html {
  const { namespace, state, urgency, names, issuer, why, notAfter, failedAttempts } = summary;
  return html`<tr role="row" class="${urgency}">
    <td role="cell">${badge(state)}</td>
    <th scope="row" role="rowheader">
      ${certificateLink(summary)} <span class="quiet">in ${namespace}</span>
      <p class="names">${shortNames(names)}</p>
      <p class="quiet">${issuerText(issuer)}</p>
    </th>
    <td role="cell" class="why">
      ${state === 'ready' ? html`<span class="quiet">Up to date</span>` : reason(why)}
    </td>
    <td role="cell" data-label="Expires">${instant(notAfter, now)}</td>
    <td role="cell" data-label="Next">
      ${nextTry(summary.nextTry, now)}
      ${failedAttempts > 0 && html`<p class="quiet">${attempts(failedAttempts)}</p>`}
    </td>
  </tr>`;
}

export function attempts(count: number): string {
  return count === 1 ? '1 failed attempt' : `${count} failed attempts`;
}

function pager({ filter, page, pages, total }: Overview): Html {
  return html`<nav class="pager" aria-label="Pages of the list">
    ${page > 1 && html`<a rel="prev" href="/${queryOf(filter, page - 1)}">Previous</a>`}
    <span>${total === 1 ? '1 Certificate' : `${total} Certificates`}, page ${page} of ${pages}</span>
    ${page < pages && html`<a rel="next" href="/${queryOf(filter, page + 1)}">Next</a>`}
  </nav>`;
}
