import type { Condition } from '../../../api/conditions.ts';
import { type Html, html } from '../html.ts';
import type { Details } from '../model/details.ts';
import type { Link } from '../model/links.ts';
import type { Attempt, Life } from '../model/life.ts';
import { timelineDrawing } from './timeline-drawing.ts';
import { attempts } from './overview-page.ts';
import { badge, cards, instant, issuerText, nextTry, reason } from './parts.ts';

export function certificatePage(details: Details, now: Date): Html {
  const { summary, life, chain } = details;
  const { state, urgency, name, namespace, why } = summary;
  return html`<p class="crumbs"><a href="/">Certificates</a></p>
    <div id="certificate" data-live>
      <div class="title">
        <h1>${name} <span class="quiet">in ${namespace}</span></h1>
        ${badge(state)}
      </div>
      <section class="verdict ${urgency}" aria-label="What is going on">
        ${reason(why)}
        <p>
          <span class="quiet">Next:</span>
          ${nextTry(summary.nextTry, now)}${failedSoFar(summary.failedAttempts)}
        </p>
      </section>
      <section aria-labelledby="life">
        <h2 id="life">Life</h2>
        ${timelineDrawing(life)} ${instants(life)}
      </section>
      <section aria-labelledby="chain">
        <h2 id="chain">Where it is now</h2>
        <ol class="chain">
          ${chain.map((link, index) => chainLink(link, index, now))}
        </ol>
      </section>
      ${about(details)} ${history(life)} ${commands(details)}
    </div>`;
}

function failedSoFar(count: number): Html {
  return count === 0 ? html`` : html`<span class="quiet">, ${attempts(count)} so far</span>`;
}

/** The drawing in words. */
function instants({ now, notBefore, renewal, overdueFrom, notAfter, lastFailure, nextRetry }: Life): Html {
  const entries = [
    ['Valid from', notBefore],
    ['Renewal due', renewal],
    ['Overdue from', overdueFrom],
    ['Expires', notAfter],
    ['Last failure', lastFailure],
    ['Next try', nextRetry],
  ] as const;
  return html`<dl class="instants">
    ${entries.map(
      ([label, at]) =>
        at !== undefined &&
        html`<div>
          <dt>${label}</dt>
          <dd>${instant(at, now)}</dd>
        </div>`,
    )}
  </dl>`;
}

const linkSigns = { done: '✔', failed: '✖', working: '●', absent: '○' } as const;

function chainLink(
  { kind, name, state, label, words, facts, conditions }: Link,
  index: number,
  now: Date,
): Html {
  return html`<li class="${state}">
    <h3>
      <span class="sign" aria-hidden="true">${linkSigns[state]}</span> ${kind}
      <span class="object">${name}</span>
      <span class="badge ${state}">${label}</span>
    </h3>
    ${words !== '' && html`<p class="words">${words}</p>`}
    ${facts.length > 0 && html`<p class="facts">${facts.map(([what, value]) => html`<span>${what}: <b>${value}</b></span> `)}</p>`}
    ${
      conditions.length > 0 &&
      html`<details id="conditions-${index}">
        <summary>Conditions</summary>
        <dl class="conditions">${conditions.map((condition) => conditionEntry(condition, now))}</dl>
      </details>`
    }
  </li>`;
}

function conditionEntry(
  { type, status, reason: why, message, lastTransitionTime }: Condition,
  now: Date,
): Html {
  return html`<dt>${type}=${status} <span class="quiet">${why}</span></dt>
    <dd>
      ${message}
      ${
        lastTransitionTime !== undefined &&
        html`<span class="quiet">since ${instant(new Date(lastTransitionTime), now)}</span>`
      }
    </dd>`;
}

function about({ summary, secretName, privateKey, revision }: Details): Html {
  return html`<section aria-labelledby="about">
    <h2 id="about">What is asked for</h2>
    <dl class="about">
      <dt>Names</dt>
      <dd>
        <ul class="plain">
          ${summary.names.map((name) => html`<li>${name}</li>`)}
        </ul>
      </dd>
      <dt>Issuer</dt>
      <dd>${issuerText(summary.issuer)}</dd>
      <dt>Secret</dt>
      <dd>${secretName} <span class="quiet">(its content is never shown here)</span></dd>
      <dt>Private key</dt>
      <dd>${privateKey}</dd>
      <dt>Revision</dt>
      <dd>${revision === 0 ? 'none issued yet' : revision}</dd>
    </dl>
  </section>`;
}

function history({ attempts: tried, now }: Life): Html | false {
  if (tried.length === 0) return false;
  const rows = tried.map((attempt) => attemptRow(attempt, now));
  return html`<section aria-labelledby="attempts">
    <h2 id="attempts">Attempts</h2>
    ${cards('attempts', 'Requests that are still there, the newest first', titles, rows)}
  </section>`;
}

const titles = ['When', 'Revision', 'Outcome', 'Request'];

const outcomes = {
  issued: '✔ issued',
  failed: '✖ failed',
  denied: '✖ denied',
  pending: '● under way',
} as const;

function attemptRow({ at, revision, outcome, name, words }: Attempt, now: Date): Html {
  return html`<tr role="row">
    <td role="cell">${instant(at, now)}</td>
    <td role="cell" data-label="Revision">${revision}</td>
    <td role="cell">${outcomes[outcome]}</td>
    <td role="cell">
      ${name}
      <p class="quiet">${words}</p>
    </td>
  </tr>`;
}

function commands({ commands: lines }: Details): Html {
  return html`<section aria-labelledby="commands">
    <h2 id="commands">In a terminal</h2>
    <dl class="commands">
      ${lines.map(
        ({ purpose, line }) =>
          html`<dt>${purpose}</dt>
            <dd><code class="command">${line}</code></dd>`,
      )}
    </dl>
  </section>`;
}
