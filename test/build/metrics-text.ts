import type { Metrics } from '../../runtime/metrics.ts';

/** What Prometheus would be told, in one piece. */
export async function metricsText(metrics: Pick<Metrics, 'render'>): Promise<string> {
  let text = '';
  for await (const piece of metrics.render()) text += piece;
  return text;
}
