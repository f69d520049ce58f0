import { type Html, html } from '../html.ts';
import type { DueDay } from '../model/due.ts';
import type { Summary } from '../model/summary.ts';
import { badge, cards, certificateLink, instant, issuerText } from './parts.ts';

export function duePage(days: readonly DueDay[], now: Date): Html {
  const most = Math.max(1, ...days.map(({ count }) => count));
  return html`<h1>Due this week</h1>
    <p>
      Renewals by plan, on days of UTC. Certificates are renewed by themselves; what is late or failed is told
      first.
    </p>
    <div id="days" data-live>
      <table class="week">
        <caption class="unseen">
          Renewals by day
        </caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Renewals</th>
          </tr>
        </thead>
        <tbody>
          ${days.map((day, index) => weekRow(day, index, most))}
        </tbody>
      </table>
      ${days.filter(({ count }) => count > 0).map((day) => section(day, now))}
    </div>`;
}

function weekRow({ day, count }: DueDay, index: number, most: number): Html {
  return html`<tr>
    <th scope="row">
      ${count > 0 ? html`<a href="#day-${day}">${dayLabel(day, index)}</a>` : dayLabel(day, index)}
    </th>
    <td>
      <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width="${Math.round((count / most) * 100)}" height="10" />
      </svg>
      ${count}
    </td>
  </tr>`;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function dayLabel(day: string, index: number): string {
  return index === 0 ? `${day}, today` : `${day}, ${weekdays[new Date(day).getUTCDay()] ?? ''}`;
}

const titles = ['State', 'Certificate', 'Issuer', 'Renewal', 'Expires'];

function section({ day, count, rows }: DueDay, now: Date): Html {
  const lines = rows.map((summary) => row(summary, now));
  return html`<section aria-labelledby="day-${day}">
    <h2 id="day-${day}">${day}</h2>
    ${cards('certificates-of-day', `Renewals on ${day}`, titles, lines)}
    ${count > rows.length && html`<p class="quiet">and ${count - rows.length} more on this day</p>`}
  </section>`;
}

function row(summary: Summary, now: Date): Html {
  const { state, namespace, issuer, renewal, notAfter } = summary;
  return html`<tr role="row">
    <td role="cell">${badge(state)}</td>
    <th scope="row" role="rowheader">
      ${certificateLink(summary)} <span class="quiet">in ${namespace}</span>
    </th>
    <td role="cell">${issuerText(issuer)}</td>
    <td role="cell" data-label="Renewal">${instant(renewal, now)}</td>
    <td role="cell" data-label="Expires">${instant(notAfter, now)}</td>
  </tr>`;
}
