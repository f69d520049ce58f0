import type { ServerResponse } from 'node:http';

import type { Clock, Timer } from '../../runtime/clock.ts';
import { securityHeaders } from './answer.ts';
import { anyChange, changesAbout } from './changes.ts';
import type { DashboardStores } from './model/view.ts';

/** Pages that are kept current, by Server-Sent Events (WHATWG HTML section 9.2). */
export interface Live {
  /**
   * Tells a page from now on when it has changed, at most once a second.
   *
   * @param key of the one Certificate it shows; every change counts when left out
   * @returns false when there are too many already
   */
  open(response: ServerResponse, stores: DashboardStores, key?: string): boolean;
  /** Ends all of them: their browsers come back by themselves. */
  close(): void;
}

export interface LiveOptions {
  readonly clock: Clock;
  /** Most pages at once; default 100. */
  readonly limit?: number;
  /** Between signs of life, by which proxies know that nobody is gone; default 15 s. */
  readonly heartbeatSeconds?: number;
}

/** Bursts are told as one, at most once a second. */
const restSeconds = 1;

/**
 * Pages about everything are made anew from all Certificates. Where many are open and there are many Certificates, pages become
 * slower, and not the controller: about so many Certificates a second are looked at for all of them together.
 */
const lookedAtPerSecond = 50_000;

/** Milliseconds until a browser comes back. */
const retryMs = 3000;

export function createLive({ clock, limit = 100, heartbeatSeconds = 15 }: LiveOptions): Live {
  const ends = new Set<() => void>();
  return {
    open(response, stores, key) {
      if (ends.size >= limit) return false;
      response.writeHead(200, {
        ...securityHeaders,
        'Content-Type': 'text/event-stream',
        'X-Accel-Buffering': 'no',
      });
      response.write(`retry: ${retryMs}\n\n`);
      const stops = [
        heartbeat(clock, heartbeatSeconds, () => response.write(': alive\n\n')),
        whenChanged({ clock, stores, key, pages: () => ends.size }, () =>
          response.write('event: changed\ndata: {}\n\n'),
        ),
      ];
      const end = (): void => {
        for (const stop of stops) stop();
        ends.delete(end);
        response.end();
      };
      ends.add(end);
      response.on('close', end);
      return true;
    },
    close() {
      for (const end of ends) end();
    },
  };
}

function heartbeat(clock: Clock, seconds: number, beat: () => void): () => void {
  const next = (): Timer =>
    clock.setTimer(seconds, () => {
      beat();
      timer = next();
    });
  let timer = next();
  return () => timer.cancel();
}

interface Watched {
  readonly clock: Clock;
  readonly stores: DashboardStores;
  readonly key: string | undefined;
  /** How many are open. */
  readonly pages: () => number;
}

/** Tells of a change after a rest, in which more may come. */
function whenChanged({ clock, stores, key, pages }: Watched, tell: () => void): () => void {
  let timer: Timer | undefined;
  const rest = (): number => {
    const most = key === undefined ? (pages() * stores.certificates.list().length) / lookedAtPerSecond : 0;
    return Math.max(restSeconds, most);
  };
  const note = (): void => {
    timer ??= clock.setTimer(rest(), () => {
      timer = undefined;
      tell();
    });
  };
  const stops = key === undefined ? anyChange(stores, note) : changesAbout(stores, key, note);
  return () => {
    timer?.cancel();
    for (const stop of stops) stop();
  };
}
