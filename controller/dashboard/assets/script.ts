/**
 * Keeps a page current: when the stream says that something changed, and every minute for the words about time, the page is
 * fetched again and what carries `data-live` is put in place. Without it pages are as good, and stand still.
 */
export const script = `'use strict';
(() => {
  const events = document.body.dataset.events;
  const state = document.getElementById('live');
  let running = false;
  let again = false;

  const say = (words) => { if (state) state.textContent = words; };

  const reachable = () => [...document.querySelectorAll('[data-live] a, [data-live] summary')];

  function replaceParts(fresh) {
    const open = new Set([...document.querySelectorAll('details[open]')].map(({ id }) => id));
    const focused = document.activeElement;
    const place = reachable().indexOf(focused);
    for (const part of document.querySelectorAll('[data-live]')) {
      const other = fresh.getElementById(part.id);
      if (other && other.outerHTML !== part.outerHTML) part.replaceWith(document.adoptNode(other));
    }
    for (const details of document.querySelectorAll('details')) if (open.has(details.id)) details.open = true;
    const other = reachable()[place];
    if (place >= 0 && other?.textContent === focused.textContent) other.focus({ preventScroll: true });
  }

  async function refresh() {
    if (document.hidden) { again = true; return; }
    if (running) { again = true; return; }
    running = true;
    again = false;
    try {
      const answer = await fetch(location.href, { cache: 'no-store' });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const isSame = [...document.querySelectorAll('[data-live]')].every(({ id }) => fresh.getElementById(id));
      if (isSame) replaceParts(fresh);
      else location.reload();
    } catch {
      say('· not reachable');
    } finally {
      running = false;
      if (again && !document.hidden) setTimeout(refresh, 1000);
    }
  }

  const source = new EventSource(events);
  source.addEventListener('open', () => say('· live'));
  source.addEventListener('changed', refresh);
  source.addEventListener('error', () => {
    say(source.readyState === EventSource.CLOSED ? '· not live, load again to see changes' : '· connecting');
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && again) refresh(); });
  setInterval(refresh, 60000);
})();
`;
