/** One alert, written once for the chart, for those without an operator, and for the tests. */
export interface Alert {
  /** Never renamed: people route and silence by it, and docs/alerts.md has a section of that name. */
  readonly name: `Certloom${string}`;
  /** PromQL; `<<name>>` stands for a threshold. */
  readonly expr: string;
  /** How long it must hold. */
  readonly for: string;
  /** `critical`: something does not work, or will not within hours. */
  readonly severity: 'warning' | 'critical';
  readonly summary: string;
  /** What it means and what to do first, with the command. */
  readonly description: string;
}

/** A series that Prometheus computes from others, so that alerts can be read. */
export interface RecordedSeries {
  readonly name: string;
  readonly expr: string;
}

export interface AlertGroup {
  readonly name: string;
  readonly records?: readonly RecordedSeries[];
  /** The part of the chart without which it makes no sense; objects are there with upstream's controller, too. */
  readonly needs?: 'controller' | 'webhook' | 'dnsSolver';
  readonly alerts: readonly Alert[];
}

/** Values of the chart, `monitoring.prometheusRule.thresholds`, with their defaults. */
export const thresholds = {
  renewalOverduePercent: 10,
  expiryDays: 7,
  notReadyMinutes: 30,
  acmeRateLimited: 3,
  failingPercent: 50,
  queueLength: 500,
  clockSkewSeconds: 10,
} as const;

/** What else differs from installation to installation. */
export const surroundings = {
  /** Where docs/alerts.md is to be read. */
  runbook: 'docs/alerts.md',
  /** The value `webhook.name`. */
  webhookName: 'webhook.cert-manager.io',
} as const;

/**
 * Of an object: Prometheus calls its namespace `exported_namespace` unless it is told to honour labels. The Pod is left out, so
 * that an alert goes on when another replica leads.
 */
export const place = 'namespace, exported_namespace';

/** The same for people. */
export const namespaceShown = '{{ or $labels.exported_namespace $labels.namespace }}';

/**
 * The newest value, whichever replica showed it. It holds for five minutes, which is how long nobody may lead before the
 * alerts would begin anew.
 *
 * @param labels to keep
 */
export function newest(labels: string, metric: string): string {
  return `max by (${labels}) (last_over_time(${metric}[5m]))`;
}

/** The part of `bad` in `all`, in percent, where there were enough of them to say. */
export function failing(labels: string, bad: string, all: string, atLeast: number): string {
  const sum = (series: string) => `sum by (${labels}) (increase(${series}[30m]))`;
  return `${sum(bad)} > ${atLeast}\nand\n${sum(bad)} / ${sum(all)} * 100 > <<failingPercent>>`;
}
