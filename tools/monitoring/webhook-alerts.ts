import { type AlertGroup, failing } from './alert.ts';

const pods = 'kubectl get pods -A -l app.kubernetes.io/name=certloom,app.kubernetes.io/component=webhook';
const logs =
  'kubectl logs -n <namespace of the release> -l app.kubernetes.io/name=certloom,app.kubernetes.io/component=webhook';

/** Those that begin with `(.+[.])?` are the webhooks for identity and for the defaults of namespaces. */
const ours = 'name=~"(.+[.])?<<webhookName>>"';

/** Whether calls arrive is known to the API server only: some of these need its metrics, too. */
export const webhookAlerts: AlertGroup = {
  name: 'certloom.webhook',
  needs: 'webhook',
  alerts: [
    {
      name: 'CertloomWebhookAbsent',
      expr: 'absent(certloom_build_info{role="webhook"})',
      for: '10m',
      severity: 'critical',
      summary: 'No webhook of certloom is seen',
      description: `With failurePolicy Fail no Certificate or Issuer can be created or changed; with Ignore they are stored unchecked. Does it run, and is it scraped? ${pods}`,
    },
    {
      name: 'CertloomWebhookUnreachable',
      expr: `sum by (name) (increase(apiserver_admission_webhook_rejection_count{error_type="calling_webhook_error", ${ours}}[10m])) > 0`,
      for: '10m',
      severity: 'critical',
      summary: 'The API server cannot call the webhook {{ $labels.name }}',
      description: `Writes are refused for it. Are its Pods ready, may the control plane reach their port, does it trust their CA? ${pods}; the API server's own words: kubectl create --dry-run=server -f a-certificate.yaml`,
    },
    {
      name: 'CertloomWebhookFailingOpen',
      expr: `sum by (name) (increase(apiserver_admission_webhook_fail_open_count{${ours}}[10m])) > 0`,
      for: '10m',
      severity: 'warning',
      summary: 'Objects are stored without the webhook {{ $labels.name }}',
      description: `It could not be called, and failurePolicy Ignore lets writes pass unchecked and without defaults. ${pods}; then look for what came in meanwhile: certloom check`,
    },
    {
      name: 'CertloomWebhookFaults',
      expr: 'sum(increase(certloom_webhook_review_failures_total{code="500"}[15m])) > 0',
      for: '5m',
      severity: 'warning',
      summary: 'The webhook of certloom cannot answer some reviews',
      description: `That is a bug of certloom, and for the API server the same as no webhook. The error is in the log: ${logs} | grep "A review failed"`,
    },
    {
      name: 'CertloomWebhookRefusing',
      expr: failing(
        'webhook',
        'certloom_webhook_reviews_total{allowed="false"}',
        'certloom_webhook_reviews_total',
        20,
      ),
      for: '15m',
      severity: 'warning',
      summary: 'The webhook of certloom refuses most of what it is asked about',
      description: `Somebody applies again and again what breaks a rule: a GitOps sync, an operator, or a rule that was switched on. Who and which rule: ${logs} | grep "Denied a request"`,
    },
    {
      name: 'CertloomWebhookSlow',
      expr: 'histogram_quantile(0.99, sum by (webhook, le) (rate(certloom_webhook_review_duration_seconds_bucket[15m]))) > 0.25',
      for: '15m',
      severity: 'warning',
      summary: 'The webhook of certloom takes {{ $value | humanizeDuration }} for some reviews',
      description:
        'Everybody who writes Certificates waits for it. Has it too little CPU? kubectl top pods -A -l app.kubernetes.io/name=certloom. Then raise webhook.resources or webhook.replicas.',
    },
    {
      name: 'CertloomServingCertificateExpiresSoon',
      expr: '(certloom_serving_certificate_expiration_timestamp_seconds > 0) - time() < 6 * 3600',
      for: '5m',
      severity: 'critical',
      summary: 'What {{ $labels.instance }} serves HTTPS with expires in {{ $value | humanizeDuration }}',
      description:
        'Then the API server will not call it any more. A certificate of its own should have been renewed by itself: see the log. One of yours (webhook.servingCertificate) must be renewed in its Secret: kubectl get secret -n <namespace of the release>',
    },
  ],
};
