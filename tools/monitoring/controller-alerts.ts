import type { AlertGroup } from './alert.ts';

const logs = 'kubectl logs -n <namespace of the release> -l app.kubernetes.io/name=certloom';

export const controllerAlerts: AlertGroup = {
  name: 'certloom.controller',
  needs: 'controller',
  alerts: [
    {
      name: 'CertloomControllerAbsent',
      expr: 'absent(certloom_build_info{role="controller"})',
      for: '10m',
      severity: 'critical',
      summary: 'No controller of certloom is seen',
      description:
        'Nothing is issued or renewed, and no other alert about Certificates can fire. Does it run, and is it scraped? kubectl get pods -A -l app.kubernetes.io/name=certloom,app.kubernetes.io/component=controller',
    },
    {
      name: 'CertloomControllerNotLeading',
      expr: 'sum(certloom_controller_leading) == 0',
      for: '10m',
      severity: 'critical',
      summary: 'No controller of certloom is at work',
      description: `Controllers run, but none leads and knows everything. Who holds the Lease: kubectl get lease -A --field-selector metadata.name=cert-manager-controller. What it waits for, such as a permission to list something: ${logs},app.kubernetes.io/component=controller`,
    },
    {
      name: 'CertloomQueueStuck',
      expr: 'sum by (controller) (min_over_time(certloom_queue_length[15m])) > 0\nunless\nsum by (controller) (increase(certmanager_controller_sync_call_count[15m])) > 0',
      for: '5m',
      severity: 'critical',
      summary: 'The controller {{ $labels.controller }} does not work on what waits',
      description: `{{ $value }} objects are due, and for fifteen minutes none was looked at. Keep the log for a report, then restart it: ${logs},app.kubernetes.io/component=controller`,
    },
    {
      name: 'CertloomQueueLong',
      expr: 'sum by (controller) (min_over_time(certloom_queue_length[15m])) > <<queueLength>>',
      for: '15m',
      severity: 'warning',
      summary: 'More than <<queueLength>> objects wait for the controller {{ $labels.controller }}',
      description:
        'New Certificates take long. Is the API server slow, or has the process too little CPU? kubectl top pods -A -l app.kubernetes.io/name=certloom. Else raise --concurrent-workers (controller.extraArgs).',
    },
    {
      name: 'CertloomWatchFailing',
      expr: 'max by (resource) (increase(certloom_watch_restarts_total{reason="error"}[15m])) > 15',
      for: '5m',
      severity: 'warning',
      summary: 'certloom cannot watch {{ $labels.resource }}',
      description: `What it knows of them is old. A CustomResourceDefinition or a permission is missing, or the API server does not answer: ${logs}`,
    },
    {
      name: 'CertloomForbidden',
      expr: 'sum by (resource) (increase(certloom_kubernetes_requests_total{code="403"}[15m])) > 5',
      for: '30m',
      severity: 'warning',
      summary: 'certloom may not do with {{ $labels.resource }} what it has to',
      description: `Its roles were changed, or another version of the chart is installed. What was refused: ${logs}. Bring the roles back: helm upgrade`,
    },
    {
      name: 'CertloomUnexpectedFailures',
      expr: 'sum by (controller) (increase(certloom_controller_failures_total{class="unexpected"}[1h])) > 0',
      for: '5m',
      severity: 'warning',
      summary: 'The controller {{ $labels.controller }} meets errors that it does not know',
      description: `That is a bug of certloom. The objects concerned are tried again, more and more seldom. The error is in the log: ${logs},app.kubernetes.io/component=controller | grep "unexpected error"`,
    },
    {
      name: 'CertloomClockSkew',
      expr: 'max by (instance) (abs(timestamp(certmanager_clock_time_seconds_gauge) - certmanager_clock_time_seconds_gauge)) > <<clockSkewSeconds>>',
      for: '10m',
      severity: 'warning',
      summary: 'The clock of {{ $labels.instance }} is {{ $value | humanizeDuration }} off',
      description:
        'Certificates begin in the future or are renewed too late. Mend the time service of the node: kubectl get pods -A -o wide -l app.kubernetes.io/name=certloom',
    },
  ],
};
