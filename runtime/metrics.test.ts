import { describe, expect, it } from 'vitest';
import { ManualClock } from '../test/build/manual-clock.ts';
import { metricsText } from '../test/build/metrics-text.ts';
import { createMetrics } from './metrics.ts';

describe('the metrics of a process', () => {
  it('carry upstream names, so that dashboards and alerts keep working', async () => {
    const metrics = createMetrics(new ManualClock('2026-01-01T00:00:00Z'));
    metrics.syncCalls.inc({ controller: 'orders' });
    metrics.syncErrors.inc({ controller: 'orders' }, 2);

    const text = await metricsText(metrics);

    expect(metrics.contentType).toContain('text/plain');
    expect(text).toContain('certmanager_controller_sync_call_count{controller="orders"} 1');
    expect(text).toContain('certmanager_controller_sync_error_count{controller="orders"} 2');
    expect(text).toContain('certmanager_clock_time_seconds 1767225600');
    expect(text).toContain('certmanager_clock_time_seconds_gauge 1767225600');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('belong to it alone: two in one process do not mix', async () => {
    const one = createMetrics();
    const two = createMetrics();
    one.eventsLost.inc({ reason: 'failed' });

    expect(await metricsText(two)).not.toContain('certloom_events_lost_total{');
  });
});
