import { Counter, Histogram, type Registry } from '@prometheus-io/client';
import type { AppTools } from './app.ts';

/** Counts what the webhook answers. @returns what the app tells of it */
export function createReviewMetrics(registry: Registry): Pick<AppTools, 'answered' | 'unanswered'> {
  const labelNames = ['webhook', 'allowed'] as const;
  const registers = [registry];
  const reviews = new Counter({
    name: 'certloom_webhook_reviews_total',
    help: 'Admission reviews answered.',
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: 'certloom_webhook_review_duration_seconds',
    help: 'How long admission reviews took.',
    labelNames,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
    registers,
  });
  const failures = new Counter({
    name: 'certloom_webhook_review_failures_total',
    help: 'Requests that were not answered with a review, by HTTP code: 500 is a fault of ours.',
    labelNames: ['code'],
    registers,
  });
  return {
    answered({ webhook, allowed, seconds }) {
      const labels = { webhook, allowed: String(allowed) };
      reviews.inc(labels);
      durations.observe(labels, seconds);
    },
    unanswered: (code) => failures.inc({ code: String(code) }),
  };
}
