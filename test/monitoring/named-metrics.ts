import { registeredMetrics } from './registered-metrics.ts';

/** Of the API server: those that alerts need, which a suite looks for at a real one. */
export const apiServerMetrics = [
  'apiserver_admission_webhook_fail_open_count',
  'apiserver_admission_webhook_rejection_count',
] as const;

const known = new Set([...registeredMetrics().map(({ name }) => name), ...apiServerMetrics]);

/** The metrics that a query names, and nobody has. @param recorded names that rules record */
export function unknownMetrics(expr: string, recorded: readonly string[] = []): readonly string[] {
  const withoutTexts = expr.replaceAll(/"[^"]*"/g, '');
  const names = withoutTexts.match(
    /\b[a-z]+(?:_[a-z0-9]+)*:[\w:]+|\b(?:certmanager|certloom|apiserver|process|nodejs)_\w+/g,
  );
  return (names ?? [])
    .map((name) => (known.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')))
    .filter((name) => !known.has(name) && !recorded.includes(name));
}
