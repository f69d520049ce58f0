import { version } from '../../../api/version.ts';
import { assetPaths } from '../assets/assets.ts';
import { type Html, html } from '../html.ts';

export interface Page {
  readonly title: string;
  /** Which entry of the navigation it belongs to. */
  readonly at: '/' | '/due' | '/issuers' | '';
  readonly body: Html;
  /** Path of the stream that tells when the page has changed; none for a page that does not. */
  readonly live?: string;
  readonly now: Date;
}

const entries = [
  ['/', 'Certificates'],
  ['/due', 'Due this week'],
  ['/issuers', 'Issuers'],
] as const;

export function layout({ title, at, body, live, now }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · certloom</title>
        <link rel="icon" type="image/svg+xml" href="${assetPaths.icon}" />
        <link rel="stylesheet" href="${assetPaths.style}" />
        ${live !== undefined && html`<script defer src="${assetPaths.script}"></script>`}
      </head>
      <body data-events="${live ?? ''}">
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/">certloom</a>
          <nav aria-label="Pages">
            ${entries.map(([path, label]) => html`<a href="${path}" ${path === at ? current : none}>${label}</a>`)}
          </nav>
          <p class="as-of">
            As of
            <time id="as-of" data-live datetime="${now.toISOString()}"
              >${now.toISOString().slice(0, 19)}Z</time
            >
            <span id="live" class="quiet"></span>
          </p>
        </header>
        <main id="content" tabindex="-1">${body}</main>
        <footer>certloom ${version}, read-only. Nothing can be changed here, and no Secret is shown.</footer>
      </body>
    </html>`;
}

const current = html`aria-current="page"`;
const none = html``;
