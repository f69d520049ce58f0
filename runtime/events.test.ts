import { describe, expect, it } from 'vitest';
import type { Event } from '../api/core.ts';
import { ManualClock, settle } from '../test/build/manual-clock.ts';
import type { Cluster } from './cluster.ts';
import { createEventRecorder, type Describable, type EventRecorder } from './events.ts';
import { silentLog } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';

const certificate: Describable = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: 'web', namespace: 'shop', uid: 'web-1', resourceVersion: '7' },
};
const issued = { type: 'Normal', reason: 'Issued', message: 'The certificate has been issued' } as const;

interface Scene {
  readonly clock: ManualClock;
  readonly metrics: Metrics;
  readonly recorder: EventRecorder;
  readonly written: Event[];
}

/** @param create what the API server does with an event */
function scene(create: () => Promise<unknown> = () => Promise.resolve()): Scene {
  const written: Event[] = [];
  const clock = new ManualClock('2026-01-01T12:00:00Z');
  const metrics = createMetrics();
  const cluster = {
    async create(_resource: unknown, event: Event) {
      await create();
      written.push(event);
      return event;
    },
  } as unknown as Cluster;
  const component = 'cert-manager-certificates-issuing';
  return {
    clock,
    metrics,
    written,
    recorder: createEventRecorder({ cluster, component, clock, log: silentLog, metrics }),
  };
}

async function lost({ metrics }: Scene): Promise<Record<string, number>> {
  const { values } = await metrics.eventsLost.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.reason, value]));
}

describe('an event about a certificate', () => {
  it('is what client-go would write', async () => {
    const { recorder, written } = scene();
    recorder.record(certificate, issued);
    await settle();

    expect(written).toEqual([
      {
        metadata: { name: 'web.1886999c36a18001', namespace: 'shop' },
        involvedObject: {
          apiVersion: 'cert-manager.io/v1',
          kind: 'Certificate',
          namespace: 'shop',
          name: 'web',
          uid: 'web-1',
          resourceVersion: '7',
        },
        type: 'Normal',
        reason: 'Issued',
        message: 'The certificate has been issued',
        source: { component: 'cert-manager-certificates-issuing' },
        reportingComponent: 'cert-manager-certificates-issuing',
        reportingInstance: '',
        firstTimestamp: '2026-01-01T12:00:00Z',
        lastTimestamp: '2026-01-01T12:00:00Z',
        count: 1,
      },
    ]);
  });

  it('is told once in ten minutes, and another fact at once', async () => {
    const { clock, recorder, written } = scene();
    recorder.record(certificate, issued);
    await clock.advance(599);
    recorder.record(certificate, issued);
    recorder.record(certificate, { ...issued, reason: 'Reused' });
    await clock.advance(1);
    recorder.record(certificate, issued);
    await settle();

    expect(written.map(({ reason }) => reason)).toEqual(['Issued', 'Reused', 'Issued']);
  });

  it('is one of 25 at a time for its object, and then one in five minutes', async () => {
    const stage = scene();
    for (let number = 0; number < 30; number += 1) {
      stage.recorder.record(certificate, { ...issued, message: `number ${number}` });
    }
    await stage.clock.advance(300);
    stage.recorder.record(certificate, { ...issued, message: 'later' });
    stage.recorder.record(certificate, { ...issued, message: 'too much' });
    await settle();

    expect(stage.written).toHaveLength(26);
    expect(await lost(stage)).toEqual({ throttled: 6 });
  });

  it('lives in the namespace default when its object lives in none', async () => {
    const { recorder, written } = scene();
    const issuer = { ...certificate, kind: 'ClusterIssuer', metadata: { name: 'ca', uid: 'ca-1' } };
    recorder.record(issuer, issued);
    await settle();

    expect(written).toMatchObject([
      {
        metadata: { namespace: 'default' },
        involvedObject: { kind: 'ClusterIssuer', name: 'ca', uid: 'ca-1' },
      },
    ]);
    expect(written[0]?.involvedObject.namespace).toBeUndefined();
  });

  it('has a name that is not too long, whatever its object is called', async () => {
    const { recorder, written } = scene();
    const name = `${'a'.repeat(235)}.${'b'.repeat(17)}`;
    recorder.record({ ...certificate, metadata: { ...certificate.metadata, name } }, issued);
    await settle();

    expect(written[0]?.metadata.name).toMatch(/^a{235}\.1886999c36a18001$/);
  });
});

describe('events that cannot be written', () => {
  it('are counted, and stop nothing', async () => {
    const stage = scene(() => Promise.reject(new Error('forbidden')));
    stage.recorder.record(certificate, issued);
    await stage.recorder.drain();

    expect(await lost(stage)).toEqual({ failed: 1 });
  });

  it('wait for a slow API server, but not without limit', async () => {
    const stage = scene(() => new Promise(() => {}));
    for (let number = 0; number < 1010; number += 1) {
      const metadata = { ...certificate.metadata, uid: `web-${number}` };
      stage.recorder.record({ ...certificate, metadata }, issued);
    }

    expect(await lost(stage)).toEqual({ overflow: 6 });
  });

  it('are given up on shutdown after five seconds', async () => {
    const { clock, recorder } = scene(() => new Promise(() => {}));
    recorder.record(certificate, issued);
    let drained = false;
    void recorder.drain().then(() => (drained = true));
    await clock.advance(4);
    expect(drained).toBe(false);

    await clock.advance(1);
    expect(drained).toBe(true);
  });
});
