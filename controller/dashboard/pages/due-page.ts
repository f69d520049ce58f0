import { type Html, html } from '../html.ts';
import type { DueDay } from '../model/due.ts';
import { badge, certificateLink, instant, issuerText } from './parts.ts';

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

function section({ day, count, rows }: DueDay, now: Date): Html {
  return html`<section aria-labelledby="day-${day}">
    <h2 id="day-${day}">${day}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Certificate</th>
          <th scope="col">Issuer</th>
          <th scope="col">Renewal</th>
          <th scope="col">Expires</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (summary) =>
            html`<tr>
              <td>${badge(summary.state)}</td>
              <th scope="row">
                ${certificateLink(summary)} <span class="quiet">in ${summary.namespace}</span>
              </th>
              <td>${issuerText(summary.issuer)}</td>
              <td>${instant(summary.renewal, now)}</td>
              <td>${instant(summary.notAfter, now)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${count > rows.length && html`<p class="quiet">and ${count - rows.length} more on this day</p>`}
  </section>`;
}
