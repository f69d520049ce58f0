import { type Html, html } from '../html.ts';
import type { Life } from '../model/life.ts';
import { type Mark, type Stretch, timelineOf } from '../model/timeline.ts';

/** Units of the drawing; it is scaled to the width of the page. */
const width = 1000;
const margin = 50;
const laneHeight = 20;
const barHeight = 16;

/** The life of a certificate on a line: plans above it, what happened below. */
export function timelineDrawing(life: Life): Html {
  const { stretches, plans, happenings, sentence } = timelineOf(life);
  const top = lanesOf(plans) * laneHeight + 14;
  const height = top + barHeight + lanesOf(happenings) * laneHeight + 18;
  const drawn = [...plans.map((mark) => plan(mark, top)), ...happenings.map((mark) => happening(mark, top))];
  return html`<div class="timeline" tabindex="0" role="group" aria-label="Timeline">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${sentence}">
      <rect
        class="track"
        x="${margin}"
        y="${top}"
        width="${width - 2 * margin}"
        height="${barHeight}"
        rx="3"
      />
      ${stretches.map((stretch) => bar(stretch, top))} ${drawn.map(({ line }) => line)}
      ${drawn.map(({ label }) => label)}
    </svg>
  </div>`;
}

function lanesOf(marks: readonly Mark[]): number {
  return Math.max(1, ...marks.map(({ lane }) => lane + 1));
}

function x(share: number): number {
  return Math.round(margin + share * (width - 2 * margin));
}

function bar({ phase, from, to }: Stretch, top: number): Html {
  const wide = Math.max(1, x(to) - x(from));
  return html`<rect
    class="phase ${phase}"
    x="${x(from)}"
    y="${top}"
    width="${wide}"
    height="${barHeight}"
    rx="3"
  />`;
}

/** Lines lie below all labels. */
interface Drawn {
  readonly line: Html;
  readonly label: Html;
}

function plan({ at, label, lane }: Mark, top: number): Drawn {
  const y = top - 8 - lane * laneHeight;
  return {
    line: html`<line class="plan" x1="${x(at)}" y1="${y + 2}" x2="${x(at)}" y2="${top + barHeight}" />`,
    label: html`<text class="plan" x="${x(at)}" y="${y - 2}" text-anchor="middle">${label}</text>`,
  };
}

function happening({ is, at, label, lane }: Mark, top: number): Drawn {
  const y = top + barHeight + 18 + lane * laneHeight;
  const from = is === 'now' ? top - 5 : top;
  return {
    line: html`<line class="${is}" x1="${x(at)}" y1="${from}" x2="${x(at)}" y2="${y - 11}" />
      ${is !== 'now' && html`<circle class="${is}" cx="${x(at)}" cy="${top + barHeight / 2}" r="5" />`}`,
    label: html`<text class="${is}" x="${x(at)}" y="${y}" text-anchor="middle">${label}</text>`,
  };
}
