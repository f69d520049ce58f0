/** One story about one alert, told in series. */
export interface AlertCase {
  readonly alert: string;
  /** What is the matter. */
  readonly when: string;
  /** Values minute by minute, in promtool's notation: `1x60` is sixty-one times 1, `_` a gap, `stale` the end of a series. */
  readonly series: Readonly<Record<string, string>>;
  /** When it is looked at, in minutes after {@link began}. */
  readonly minute: number;
  /** The labels of each alert that fires then, beside its name and severity; none: it is silent. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

/** When every story begins. */
export const began = new Date('2026-01-01T00:00:00Z');

/** @returns the timestamp so many days after the story began; before it when negative */
export function inDays(days: number): number {
  return began.getTime() / 1000 + days * 86_400;
}

/** For three hours, longer than any story. */
export function always(value: number): string {
  return `${value}x180`;
}

/** A counter that grows by so much each minute. */
export function growing(byMinute: number): string {
  return `0+${byMinute}x180`;
}

interface CertificateStory {
  /** Days after the story began. */
  readonly renewal: number;
  readonly notAfter: number;
  readonly ready?: 0 | 1;
}

const labels = 'name="shop", namespace="web", issuer_name="ca", issuer_kind="Issuer", issuer_group=""';

/** The alert's labels of `web/shop`. */
export const shop = { name: 'shop', namespace: 'web', issuer_name: 'ca', issuer_kind: 'Issuer' } as const;

/** What a leader shows of `web/shop`, for so long as `from` says. */
export function shownBy(
  pod: string,
  { renewal, notAfter, ready = 1 }: CertificateStory,
  from: (value: number) => string = always,
): Readonly<Record<string, string>> {
  const metric = (name: string) =>
    `certmanager_certificate_${name}{${labels}, pod="${pod}", instance="${pod}"`;
  return {
    [`${metric('renewal_timestamp_seconds')}}`]: from(inDays(renewal)),
    [`${metric('not_after_timestamp_seconds')}}`]: from(inDays(notAfter)),
    [`${metric('ready_status')}, condition="True"}`]: from(ready),
    [`${metric('ready_status')}, condition="False"}`]: from(1 - ready),
  };
}

/** Until a minute, when its scrapes say no more of it. */
export function until(minute: number): (value: number) => string {
  return (value) => `${value}x${minute - 1} stale`;
}

/** From a minute on. */
export function since(minute: number): (value: number) => string {
  return (value) => `_x${minute - 1} ${value}x180`;
}
