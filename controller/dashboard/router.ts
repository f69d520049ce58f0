import { type Answer, json, page, plain } from './answer.ts';
import { detailsJson, issuersJson, overviewJson } from './api.ts';
import { assets } from './assets/assets.ts';
import { html } from './html.ts';
import { type Details, detailsOf } from './model/details.ts';
import { dueDays } from './model/due.ts';
import { readFilter } from './model/filter.ts';
import { issuerLines } from './model/issuers.ts';
import { type Overview, overviewOf } from './model/overview.ts';
import type { View } from './model/view.ts';
import { certificatePage } from './pages/certificate-page.ts';
import { duePage } from './pages/due-page.ts';
import { issuersPage } from './pages/issuers-page.ts';
import { type Page, layout } from './pages/layout.ts';
import { type Leader, messagePage, waitingPage } from './pages/message-page.ts';
import { overviewPage } from './pages/overview-page.ts';
import { certificatePath } from './pages/parts.ts';

/** What is asked for, taken apart. */
export interface Asked {
  /** Its segments, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** How this replica stands. */
export type Knowledge =
  | { readonly is: 'leading'; readonly view: View }
  /** It leads, and reads everything just now. */
  | { readonly is: 'starting'; readonly now: Date }
  | { readonly is: 'waiting'; readonly now: Date; readonly leader: Leader | undefined };

/** What every request gets that is no stream. */
export function answerTo({ path, query }: Asked, knowledge: Knowledge): Answer {
  const asset = assets.get(`/${path.join('/')}`);
  if (asset !== undefined) {
    const headers = { 'Cache-Control': 'public, max-age=31536000, immutable' };
    return { status: 200, ...asset, headers };
  }
  const isApi = path[0] === 'api';
  if (knowledge.is !== 'leading') return isApi ? unknownToApi(knowledge) : unknown(knowledge);
  return isApi ? apiAnswer(path.slice(1), query, knowledge.view) : pageAnswer(path, query, knowledge.view);
}

type Draw = (view: View, query: URLSearchParams) => Pick<Page, 'title' | 'at' | 'body'>;

/** By the one segment of their path. */
const pages: ReadonlyMap<string, Draw> = new Map<string, Draw>([
  [
    '',
    (view, query) => ({
      title: 'Certificates',
      at: '/',
      body: overviewPage(overview(view, query), view.now),
    }),
  ],
  ['due', (view) => ({ title: 'Due this week', at: '/due', body: duePage(dueDays(view), view.now) })],
  [
    'issuers',
    (view) => ({ title: 'Issuers', at: '/issuers', body: issuersPage(issuerLines(view), view.now) }),
  ],
]);

function pageAnswer([first = '', ...rest]: readonly string[], query: URLSearchParams, view: View): Answer {
  const { now } = view;
  const [namespace = '', name = ''] = rest;
  if (first === 'certificates' && rest.length === 2) return certificateAnswer(view, namespace, name);
  const draw = rest.length === 0 ? pages.get(first) : undefined;
  return draw === undefined ? notFound(now) : shown({ ...draw(view, query), now, live: '/events' });
}

function certificateAnswer(view: View, namespace: string, name: string): Answer {
  const { now } = view;
  const details = detailsAt(view, namespace, name);
  if (details === undefined) return notFound(now);
  const title = `${name} in ${namespace}`;
  const live = `/events${certificatePath(namespace, name)}`;
  return shown({ title, at: '', now, live, body: certificatePage(details, now) });
}

function apiAnswer([kind = '', ...path]: readonly string[], query: URLSearchParams, view: View): Answer {
  const { now } = view;
  if (kind === 'issuers' && path.length === 0) return json(200, issuersJson(issuerLines(view), now));
  if (kind !== 'certificates') return json(404, { error: 'not found' });
  if (path.length === 0) return json(200, overviewJson(overview(view, query), now));
  const [namespace = '', name = ''] = path;
  const details = path.length === 2 ? detailsAt(view, namespace, name) : undefined;
  return details === undefined ? json(404, { error: 'not found' }) : json(200, detailsJson(details));
}

function overview(view: View, query: URLSearchParams): Overview {
  const page = Number.parseInt(query.get('page') ?? '1', 10);
  return overviewOf(view, readFilter(query), Number.isSafeInteger(page) ? page : 1);
}

function detailsAt(view: View, namespace: string, name: string): Details | undefined {
  const certificate = view.stores.certificates.get(`${namespace}/${name}`);
  return certificate && detailsOf(view, certificate);
}

function shown(content: Page): Answer {
  return page(200, layout(content));
}

function notFound(now: Date): Answer {
  const body = messagePage(
    'Not found',
    html`There is no such page, or no Certificate of that name any more.`,
    html`<a href="/">All Certificates</a>`,
  );
  return page(404, layout({ title: 'Not found', at: '', now, body }));
}

const retryAfter = { 'Retry-After': '5' };

function unknown(knowledge: Exclude<Knowledge, { is: 'leading' }>): Answer {
  const { now } = knowledge;
  const body =
    knowledge.is === 'waiting'
      ? waitingPage(knowledge.leader)
      : messagePage(
          'Starting',
          html`This replica leads, and reads all objects just now. Load the page again in a moment.`,
        );
  return page(503, layout({ title: 'Not leading', at: '', now, body }), retryAfter);
}

function unknownToApi(knowledge: Exclude<Knowledge, { is: 'leading' }>): Answer {
  const leader = knowledge.is === 'waiting' ? (knowledge.leader?.pod ?? null) : null;
  const error = knowledge.is === 'waiting' ? 'this replica does not lead' : 'not everything is known yet';
  return json(503, { error, leader }, retryAfter);
}

/** For what is refused before anything is looked at. */
export const refusals = {
  method: plain(405, 'Only GET and HEAD: this is read-only.', { Allow: 'GET, HEAD' }),
  host: plain(421, 'Not served under this name: see --dashboard-hosts.'),
  path: plain(400, 'The path cannot be read.'),
  busy: plain(503, 'Too many pages are being kept current.', { 'Retry-After': '60' }),
  broken: plain(500, 'The page could not be made; the log of the controller says why.'),
} as const;
