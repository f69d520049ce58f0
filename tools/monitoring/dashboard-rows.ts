import { type Panel, type Row, chosen, count, lines, quantile, rateBy } from './panel.ts';

/** One series for each Certificate, whichever replica shows it. */
function certificates(metric: string): string {
  return `max by (name, namespace, issuer_name) (${metric})`;
}

const ready = certificates(`certmanager_certificate_ready_status{${chosen}, condition="True"}`);
const notAfter = certificates(`certmanager_certificate_not_after_timestamp_seconds{${chosen}}`);
const renewal = certificates(`certmanager_certificate_renewal_timestamp_seconds{${chosen}}`);
const issuers = 'certmanager_issuer_ready_status{namespace=~"$namespace", name=~"$issuer", condition="True"}';
const clusterIssuers = 'certmanager_clusterissuer_ready_status{name=~"$issuer", condition="True"}';

const certificateRow: Row = {
  title: 'Certificates',
  panels: [
    count('Ready', `count(${ready} == 1) or vector(0)`),
    count('Not ready', `count(${ready} == 0) or vector(0)`, true),
    count(
      'Renewal overdue',
      `count((time() - (${renewal} > 0)) > 0.1 * (${notAfter} - ${renewal})) or vector(0)`,
      true,
    ),
    count('Expired', `count((${notAfter} > 0) < time()) or vector(0)`, true),
    count('Issuers not ready', `count((${issuers}) == 0 or (${clusterIssuers}) == 0) or vector(0)`, true),
    count(
      'Conflicts',
      'sum(certloom_certificate_conditions{namespace=~"$namespace", condition="Conflict"}) or vector(0)',
      true,
    ),
    table('What expires next', 'dateTimeFromNow', `bottomk(20, ${notAfter} > 0) * 1000`),
    table('What is not ready', 'short', `${ready} == 0`),
    {
      ...lines('Conditions', 'short', {
        expr: 'sum by (condition) (certloom_certificate_conditions{namespace=~"$namespace"})',
        legend: '{{condition}}',
      }),
      width: 24,
    },
  ],
};

const issuanceRow: Row = {
  title: 'Issuance',
  panels: [
    lines(
      'Issued and failed',
      'ops',
      rateBy('outcome, reason', 'certloom_issuances_total{issuer_name=~"$issuer"}'),
    ),
    lines(
      'Until the certificate is in its Secret',
      's',
      quantile(0.5, 'issuer_kind', 'certloom_issuance_duration_seconds'),
      quantile(0.9, 'issuer_kind', 'certloom_issuance_duration_seconds'),
    ),
    lines('Failures by class', 'ops', rateBy('class, reason', 'certloom_controller_failures_total')),
    lines('Challenges', 'short', {
      expr: 'sum by (type, status) (certmanager_certificate_challenge_status{namespace=~"$namespace", status!=""}) > 0',
      legend: '{{type}} {{status}}',
    }),
    lines('Self-checks', 'ops', rateBy('type, outcome', 'certloom_challenge_self_checks_total')),
    lines(
      'Orders refused by a rate limit',
      'ops',
      rateBy('host, action', 'certmanager_http_acme_client_request_count{status="429"}'),
    ),
  ],
};

const callsRow: Row = {
  title: 'CAs and DNS',
  panels: [
    lines('Requests to CAs', 'ops', rateBy('host, status', 'certmanager_http_acme_client_request_count')),
    lines('How long CAs take (p90)', 's', {
      expr: 'max by (host, action) (certmanager_http_acme_client_request_duration_seconds{quantile="0.9"})',
      legend: '{{host}} {{action}}',
    }),
    lines('Answers of DNS vendors', 'ops', rateBy('vendor, code', 'certloom_dns_provider_answers_total')),
    lines('Calls of the solver', 'ops', rateBy('solver, action, outcome', 'certloom_dns_solver_calls_total')),
    lines(
      'How long the solver takes',
      's',
      quantile(0.5, 'solver, action', 'certloom_dns_solver_call_duration_seconds'),
      quantile(0.99, 'solver, action', 'certloom_dns_solver_call_duration_seconds'),
    ),
    lines('Why the solver fails', 'ops', rateBy('solver, reason', 'certloom_dns_solver_failures_total')),
  ],
};

const controllerRow: Row = {
  title: 'Controller',
  panels: [
    lines('Replicas at work', 'short', { expr: 'sum(certloom_controller_leading)', legend: 'leading' }),
    lines('Objects that wait', 'short', {
      expr: 'sum by (controller) (certloom_queue_length)',
      legend: '{{controller}}',
    }),
    lines('Looks at objects', 'ops', rateBy('controller', 'certmanager_controller_sync_call_count')),
    lines('Requests to the API server', 'ops', rateBy('method, code', 'certloom_kubernetes_requests_total')),
    lines(
      'How long the API server takes (p99)',
      's',
      quantile(0.99, 'method', 'certloom_kubernetes_request_duration_seconds'),
    ),
    lines(
      'Watches begun again, events lost',
      'ops',
      rateBy('resource, reason', 'certloom_watch_restarts_total'),
      rateBy('reason', 'certloom_events_lost_total'),
    ),
  ],
};

const webhookRow: Row = {
  title: 'Webhook',
  panels: [
    lines('Reviews', 'ops', rateBy('webhook, allowed', 'certloom_webhook_reviews_total')),
    lines(
      'How long reviews take',
      's',
      quantile(0.5, 'webhook', 'certloom_webhook_review_duration_seconds'),
      quantile(0.99, 'webhook', 'certloom_webhook_review_duration_seconds'),
    ),
    lines('Not answered with a review', 'ops', rateBy('code', 'certloom_webhook_review_failures_total')),
  ],
};

const processRow: Row = {
  title: 'Processes',
  panels: [
    ofProcesses('Memory', 'bytes', 'process_resident_memory_bytes'),
    ofProcesses('CPU', 'percentunit', 'rate(process_cpu_seconds_total[$__rate_interval])'),
    ofProcesses('Event loop, p99 of its lag', 's', 'nodejs_eventloop_lag_p99_seconds'),
    lines('HTTPS certificates end', 'dateTimeFromNow', {
      expr: 'min by (instance) (certloom_serving_certificate_expiration_timestamp_seconds > 0) * 1000',
      legend: '{{instance}}',
    }),
    lines('Clock, seconds off', 's', {
      expr: 'max by (instance) (timestamp(certmanager_clock_time_seconds_gauge) - certmanager_clock_time_seconds_gauge)',
      legend: '{{instance}}',
    }),
  ],
};

/** What people ask who look at the dashboard, from the most common question to the rarest. */
export const rows: readonly Row[] = [
  certificateRow,
  issuanceRow,
  callsRow,
  controllerRow,
  webhookRow,
  processRow,
];

function table(title: string, unit: NonNullable<Panel['unit']>, expr: string): Panel {
  return { title, shows: 'table', unit, width: 12, queries: [{ expr }] };
}

/** Of our processes only; the role comes from what they say of themselves. */
function ofProcesses(title: string, unit: NonNullable<Panel['unit']>, series: string): Panel {
  return lines(title, unit, {
    expr: `${series} * on (instance) group_left (role) certloom_build_info`,
    legend: '{{role}} {{instance}}',
  });
}
