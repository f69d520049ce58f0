import { type AlertCase, always, began, growing, inDays, since } from './alert-case.ts';

const running = (role: string) => ({
  [`certloom_build_info{role="${role}", version="1", pod="a"}`]: always(1),
});
const leading = (first: number, second: number) => ({
  'certloom_controller_leading{pod="a"}': always(first),
  'certloom_controller_leading{pod="b"}': always(second),
});
const queue = (length: number, callsByMinute: number) => ({
  'certloom_queue_length{controller="orders", pod="a"}': always(length),
  'certmanager_controller_sync_call_count{controller="orders", pod="a"}': growing(callsByMinute),
});
const orders = { controller: 'orders' };
const watch = (byMinute: number) => ({
  'certloom_watch_restarts_total{resource="secrets", reason="error", pod="a"}': growing(byMinute),
});
const requests = (code: string, byMinute: number) => ({
  [`certloom_kubernetes_requests_total{method="GET", resource="secrets", code="${code}"}`]: growing(byMinute),
});
const failures = (failureClass: string) => ({
  [`certloom_controller_failures_total{controller="orders", class="${failureClass}", reason="X"}`]:
    growing(0.1),
});
const clock = (secondsOff: number) => ({
  'certmanager_clock_time_seconds_gauge{instance="a"}': `${began.getTime() / 1000 + secondsOff}+60x180`,
});

const controllerCases: readonly AlertCase[] = [
  ...(['controller', 'webhook', 'dns-solver'] as const).flatMap((role): AlertCase[] => {
    const alert = {
      controller: 'CertloomControllerAbsent',
      webhook: 'CertloomWebhookAbsent',
      'dns-solver': 'CertloomDnsSolverAbsent',
    }[role];
    return [
      { alert, when: 'there is none', series: running('other'), minute: 15, fires: [{ role }] },
      { alert, when: 'there is one', series: running(role), minute: 15, fires: [] },
      {
        alert,
        when: 'it came five minutes after the others',
        series: { [`certloom_build_info{role="${role}"}`]: since(5)(1) },
        minute: 15,
        fires: [],
      },
    ];
  }),
  {
    alert: 'CertloomControllerNotLeading',
    when: 'both wait',
    series: leading(0, 0),
    minute: 15,
    fires: [{}],
  },
  { alert: 'CertloomControllerNotLeading', when: 'one leads', series: leading(0, 1), minute: 15, fires: [] },
  {
    alert: 'CertloomControllerNotLeading',
    when: 'the lead goes over within two minutes',
    series: {
      'certloom_controller_leading{pod="a"}': '1x20 stale',
      'certloom_controller_leading{pod="b"}': '0x22 1x100',
    },
    minute: 30,
    fires: [],
  },
  {
    alert: 'CertloomQueueStuck',
    when: 'nothing is looked at',
    series: queue(3, 0),
    minute: 40,
    fires: [orders],
  },
  { alert: 'CertloomQueueStuck', when: 'it is worked on', series: queue(3, 2), minute: 40, fires: [] },
  { alert: 'CertloomQueueStuck', when: 'there is nothing to do', series: queue(0, 0), minute: 40, fires: [] },
  { alert: 'CertloomQueueLong', when: '900 wait', series: queue(900, 50), minute: 40, fires: [orders] },
  {
    alert: 'CertloomQueueLong',
    when: 'they wait only at the start',
    series: { 'certloom_queue_length{controller="orders"}': '900x5 0x180' },
    minute: 40,
    fires: [],
  },
  {
    alert: 'CertloomWatchFailing',
    when: 'it ends twice a minute',
    series: watch(2),
    minute: 40,
    fires: [{ resource: 'secrets' }],
  },
  { alert: 'CertloomWatchFailing', when: 'it ended twice', series: watch(0.05), minute: 40, fires: [] },
  {
    alert: 'CertloomForbidden',
    when: 'it is refused again and again',
    series: requests('403', 1),
    minute: 60,
    fires: [{ resource: 'secrets' }],
  },
  { alert: 'CertloomForbidden', when: 'all is well', series: requests('2xx', 9), minute: 60, fires: [] },
  {
    alert: 'CertloomUnexpectedFailures',
    when: 'there are some',
    series: failures('unexpected'),
    minute: 70,
    fires: [orders],
  },
  {
    alert: 'CertloomUnexpectedFailures',
    when: 'what fails is known',
    series: failures('rejected'),
    minute: 70,
    fires: [],
  },
  {
    alert: 'CertloomClockSkew',
    when: 'it is a minute ahead',
    series: clock(60),
    minute: 20,
    fires: [{ instance: 'a' }],
  },
  {
    alert: 'CertloomClockSkew',
    when: 'it is a minute behind',
    series: clock(-60),
    minute: 20,
    fires: [{ instance: 'a' }],
  },
  { alert: 'CertloomClockSkew', when: 'it is two seconds behind', series: clock(-2), minute: 20, fires: [] },
];

const rejections = (name: string, type: string) => ({
  [`apiserver_admission_webhook_rejection_count{name="${name}", error_type="${type}", operation="CREATE"}`]:
    growing(1),
});
const failOpen = (name: string) => ({
  [`apiserver_admission_webhook_fail_open_count{name="${name}", type="admit"}`]: growing(1),
});
const unanswered = (code: string) => ({
  [`certloom_webhook_review_failures_total{code="${code}"}`]: growing(1),
});
const reviews = (allowed: number, refused: number) => ({
  'certloom_webhook_reviews_total{webhook="validate", allowed="true"}': growing(allowed),
  'certloom_webhook_reviews_total{webhook="validate", allowed="false"}': growing(refused),
});
/** Ten reviews a minute, all within so many seconds. */
const durations = (seconds: string) =>
  Object.fromEntries(
    ['0.05', '0.25', '1', '+Inf'].map((le) => [
      `certloom_webhook_review_duration_seconds_bucket{webhook="validate", le="${le}"}`,
      growing(Number(le.replace('+Inf', '999')) >= Number(seconds) ? 10 : 0),
    ]),
  );
const served = (days: number) => ({
  'certloom_serving_certificate_expiration_timestamp_seconds{instance="a"}': always(
    days === 0 ? 0 : inDays(days),
  ),
});
const called = 'webhook.cert-manager.io';

const webhookCases: readonly AlertCase[] = [
  {
    alert: 'CertloomWebhookUnreachable',
    when: 'calls fail',
    series: rejections(called, 'calling_webhook_error'),
    minute: 30,
    fires: [{ name: called }],
  },
  {
    alert: 'CertloomWebhookUnreachable',
    when: 'it refuses',
    series: rejections(called, 'no_error'),
    minute: 30,
    fires: [],
  },
  {
    alert: 'CertloomWebhookUnreachable',
    when: "somebody else's is gone",
    series: rejections('webhook.example.com', 'calling_webhook_error'),
    minute: 30,
    fires: [],
  },
  {
    alert: 'CertloomWebhookFailingOpen',
    when: 'calls fail',
    series: failOpen(`identity.${called}`),
    minute: 30,
    fires: [{ name: `identity.${called}` }],
  },
  {
    alert: 'CertloomWebhookFailingOpen',
    when: "somebody else's does",
    series: failOpen('webhook.example.com'),
    minute: 30,
    fires: [],
  },
  {
    alert: 'CertloomWebhookFaults',
    when: 'it answers with 500',
    series: unanswered('500'),
    minute: 30,
    fires: [{}],
  },
  {
    alert: 'CertloomWebhookFaults',
    when: 'it is asked nonsense',
    series: unanswered('400'),
    minute: 30,
    fires: [],
  },
  {
    alert: 'CertloomWebhookRefusing',
    when: 'most is refused',
    series: reviews(1, 2),
    minute: 60,
    fires: [{ webhook: 'validate' }],
  },
  { alert: 'CertloomWebhookRefusing', when: 'some is refused', series: reviews(2, 1), minute: 60, fires: [] },
  {
    alert: 'CertloomWebhookSlow',
    when: 'reviews take a second',
    series: durations('1'),
    minute: 60,
    fires: [{ webhook: 'validate' }],
  },
  {
    alert: 'CertloomWebhookSlow',
    when: 'reviews are quick',
    series: durations('0.05'),
    minute: 60,
    fires: [],
  },
  {
    alert: 'CertloomServingCertificateExpiresSoon',
    when: 'two hours are left',
    series: served(0.1),
    minute: 10,
    fires: [{ instance: 'a' }],
  },
  {
    alert: 'CertloomServingCertificateExpiresSoon',
    when: 'two days are left',
    series: served(2),
    minute: 10,
    fires: [],
  },
  {
    alert: 'CertloomServingCertificateExpiresSoon',
    when: 'there is none yet',
    series: served(0),
    minute: 10,
    fires: [],
  },
];

const calls = (outcome: string, byMinute: number) => ({
  [`certloom_dns_solver_calls_total{solver="dnspod", action="Present", outcome="${outcome}"}`]:
    growing(byMinute),
});
const dnspod = { solver: 'dnspod' };

const solverCases: readonly AlertCase[] = [
  {
    alert: 'CertloomDnsSolverFailing',
    when: 'most fail',
    series: { ...calls('failed', 2), ...calls('solved', 1) },
    minute: 60,
    fires: [dnspod],
  },
  {
    alert: 'CertloomDnsSolverFailing',
    when: 'few fail',
    series: { ...calls('failed', 1), ...calls('solved', 2) },
    minute: 60,
    fires: [],
  },
  {
    alert: 'CertloomDnsSolverRefusing',
    when: 'somebody goes on calling',
    series: calls('refused', 1),
    minute: 60,
    fires: [dnspod],
  },
  {
    alert: 'CertloomDnsSolverRefusing',
    when: 'somebody tried',
    series: calls('refused', 0.1),
    minute: 60,
    fires: [],
  },
];

export const processCases: readonly AlertCase[] = [...controllerCases, ...webhookCases, ...solverCases];
