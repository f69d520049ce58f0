import { describe, expect, it } from 'vitest';

import { TransientFailure } from '../../api/failure.ts';
import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { silentLog } from '../../runtime/log.ts';
import { createStore } from '../../runtime/memory-store.ts';
import { certificate } from '../../test/build/certificate.ts';
import { acmeSpec, issuer } from '../../test/build/issuer.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { defaultSettings } from '../settings.ts';
import type { AskRenewalInfo } from '../acme/accounts.ts';
import { createRenewalAnswers } from './renewal-answers.ts';

const noon = '2026-01-10T12:00:00Z';
const shop = certificate({ spec: { issuerRef: { name: 'acme' } } });
const of = { certificateId: 'AQ.AQ', at: new Date(noon) };

/** Asks a CA that answers as it is told; resolves with what is known once there is an answer. */
async function ask(askCa: AskRenewalInfo, times = 1) {
  const issuers = createStore<Issuer>();
  issuers.take(issuer({ name: 'acme', spec: acmeSpec(), metadata: { resourceVersion: '1' } }));
  const stores = { issuers, clusterIssuers: createStore<ClusterIssuer>() };
  const clock = new ManualClock(noon);
  const tools = { stores, clock, log: silentLog, settings: defaultSettings };
  const answers = createRenewalAnswers(tools, askCa);
  const told = new Promise<string>((resolve) => void answers.subscribe(resolve));
  for (let n = 0; n < times; n += 1) answers.ask(shop, of.certificateId);
  return { key: await told, answer: answers.of(shop), answers };
}

describe('a CA that is asked about the renewal of a certificate', () => {
  const info = { suggestedWindow: { start: noon, end: '2026-01-11T12:00:00Z' }, retryAfterSeconds: 60 };

  it('wakes the Certificate with its answer', async () => {
    const { key, answer, answers } = await ask(() => Promise.resolve(info));

    expect(key).toBe('web/shop');
    expect(answer).toEqual({ ...of, is: 'told', info, retryAfterSeconds: 60 });
    answers.forget(shop);
    expect(answers.of(shop)).toBeUndefined();
  });

  it('is asked once, however often somebody wants to know meanwhile', async () => {
    let asked = 0;
    const count = () => Promise.resolve(void (asked += 1));

    expect((await ask(count, 3)).answer).toEqual({ ...of, is: 'unsupported' });
    expect(asked).toBe(1);
  });

  it('may refuse, and say when to come back', async () => {
    const busy = new TransientFailure('AcmeRateLimited', '429: slow down', { retryAfterSeconds: 600 });
    const { answer } = await ask(() => Promise.reject(busy));

    expect(answer).toEqual({ ...of, is: 'failed', message: '429: slow down', retryAfterSeconds: 600 });
  });
});
