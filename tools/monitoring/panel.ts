/** One query of a panel. */
export interface Query {
  /** PromQL; `$namespace`, `$issuer` and `$__rate_interval` are filled in by Grafana. */
  readonly expr: string;
  /** What its lines are called, with `{{label}}`. */
  readonly legend?: string;
}

/** One picture of the dashboard, in our words. */
export interface Panel {
  readonly title: string;
  /** `count`: one number, red as soon as it is not 0 where `bad` says so; `lines`: over time; `table`: now. */
  readonly shows: 'count' | 'lines' | 'table';
  /** A unit of Grafana. */
  readonly unit?: 'short' | 'ops' | 's' | 'bytes' | 'percentunit' | 'dateTimeFromNow';
  readonly bad?: boolean;
  /** Of 24 columns. */
  readonly width: number;
  readonly queries: readonly Query[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Certificates of the namespaces and issuers that were chosen. */
export const chosen = 'namespace=~"$namespace", issuer_name=~"$issuer"';

export function count(title: string, expr: string, bad = false): Panel {
  return { title, shows: 'count', bad, width: 4, queries: [{ expr }] };
}

export function lines(title: string, unit: NonNullable<Panel['unit']>, ...queries: readonly Query[]): Panel {
  return { title, shows: 'lines', unit, width: 8, queries };
}

/** How often something happens each second, by labels. */
export function rateBy(labels: string, metric: string): Query {
  const legend = labels
    .split(', ')
    .map((label) => `{{${label}}}`)
    .join(' ');
  return { expr: `sum by (${labels}) (rate(${metric}[$__rate_interval]))`, legend };
}

/** A quantile of a histogram, by labels. */
export function quantile(part: number, labels: string, metric: string): Query {
  const legend = `p${part * 100} ${labels
    .split(', ')
    .map((label) => `{{${label}}}`)
    .join(' ')}`;
  const rates = `sum by (${labels}, le) (rate(${metric}_bucket[$__rate_interval]))`;
  return { expr: `histogram_quantile(${part}, ${rates})`, legend };
}
