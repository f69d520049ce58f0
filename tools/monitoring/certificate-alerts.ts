import { type AlertGroup, failing, namespaceShown, newest, place } from './alert.ts';

/** One series for each Certificate, by name, namespace and issuer. */
const notAfter = 'certificate:certloom_not_after_timestamp_seconds:newest';
const renewal = 'certificate:certloom_renewal_timestamp_seconds:newest';
const ready = 'certificate:certloom_ready:newest';

function ofCertificate(metric: string): string {
  return newest(`name, ${place}, issuer_name, issuer_kind`, metric);
}

const name = `{{ $labels.name }} in namespace ${namespaceShown}`;
const describe = `kubectl describe certificate {{ $labels.name }} -n ${namespaceShown}`;

/** About objects, by upstream's metrics where there are any: most work with its controller as well. */
export const certificateAlerts: AlertGroup = {
  name: 'certloom.certificates',
  records: [
    {
      name: notAfter,
      expr: `${ofCertificate('certmanager_certificate_not_after_timestamp_seconds')} > 0`,
    },
    { name: renewal, expr: ofCertificate('certmanager_certificate_renewal_timestamp_seconds') },
    { name: ready, expr: ofCertificate('certmanager_certificate_ready_status{condition="True"}') },
  ],
  alerts: [
    {
      name: 'CertloomCertificateRenewalOverdue',
      expr: `(time() - (${renewal} > 0)) / (${notAfter} - ${renewal}) * 100 > <<renewalOverduePercent>>\nand\n${notAfter} > time()`,
      for: '15m',
      severity: 'warning',
      summary: `Certificate ${name} should have been renewed`,
      description: `{{ $value | printf "%.0f" }} % of the time between renewal and expiry are over, and it has not been renewed. The condition Issuing or RenewalOverdue says why: ${describe}`,
    },
    {
      name: 'CertloomCertificateExpiresSoon',
      expr: `${notAfter} - time() < <<expiryDays>> * 86400\nand\n${notAfter} > time()\nand\n${notAfter} - time() < 0.5 * (${notAfter} - ${renewal})`,
      for: '15m',
      severity: 'critical',
      summary: `Certificate ${name} expires in {{ $value | humanizeDuration }}`,
      description: `Its renewal is overdue, or it is never renewed. See why, mend it, and it is tried again at once: ${describe}`,
    },
    {
      name: 'CertloomCertificateExpired',
      expr: `time() - ${notAfter} > 0`,
      for: '5m',
      severity: 'critical',
      summary: `Certificate ${name} expired {{ $value | humanizeDuration }} ago`,
      description: `Clients refuse whoever still serves it. See what stands in the way of its renewal: ${describe}`,
    },
    {
      name: 'CertloomCertificateNotReady',
      expr: `${ready} == 0`,
      for: '<<notReadyMinutes>>m',
      severity: 'warning',
      summary: `Certificate ${name} is not ready`,
      description: `It has not been for <<notReadyMinutes>> minutes. The condition Ready says why and who must act: ${describe}`,
    },
    {
      name: 'CertloomCertificateConflict',
      expr: `${newest(place, 'certloom_certificate_conditions{condition="Conflict"}')} > 0`,
      for: '15m',
      severity: 'warning',
      summary: `A Secret in namespace ${namespaceShown} has more than one writer`,
      description: `{{ $value }} Certificate(s) cannot have their Secret for themselves. The condition Conflict names the other writer: kubectl get certificates -n ${namespaceShown} -o custom-columns='NAME:.metadata.name,CONFLICT:.status.conditions[?(@.type=="Conflict")].message'`,
    },
    {
      name: 'CertloomIssuerNotReady',
      expr: `${newest(`name, ${place}`, 'certmanager_issuer_ready_status{condition="True"}')} == 0`,
      for: '15m',
      severity: 'warning',
      summary: `Issuer ${name} is not ready`,
      description: `Nothing is issued or renewed by it. The condition Ready says why: kubectl describe issuer {{ $labels.name }} -n ${namespaceShown}`,
    },
    {
      name: 'CertloomClusterIssuerNotReady',
      expr: `${newest('name', 'certmanager_clusterissuer_ready_status{condition="True"}')} == 0`,
      for: '15m',
      severity: 'critical',
      summary: 'ClusterIssuer {{ $labels.name }} is not ready',
      description:
        'Nothing is issued or renewed by it, in any namespace. The condition Ready says why: kubectl describe clusterissuer {{ $labels.name }}',
    },
    {
      name: 'CertloomChallengeStuck',
      expr: `${newest(`name, ${place}, domain, type`, 'certmanager_certificate_challenge_status{status=~"pending|processing"}')} == 1`,
      for: '1h',
      severity: 'warning',
      summary: `The proof for {{ $labels.domain }} ({{ $labels.type }}) does not get on`,
      description: `status.reason says what it waits for, and which name server or address answered what: kubectl describe challenge {{ $labels.name }} -n ${namespaceShown}`,
    },
    {
      name: 'CertloomIssuancesFailing',
      expr: failing(
        'issuer_name, issuer_kind',
        'certloom_issuances_total{outcome="failed"}',
        'certloom_issuances_total',
        5,
      ),
      for: '5m',
      severity: 'warning',
      summary: 'Most issuances of {{ $labels.issuer_kind }} {{ $labels.issuer_name }} fail',
      description: `So many at once have one cause, and it is the issuer, its account or its solver rather than a Certificate. What it says of itself: kubectl describe {{ $labels.issuer_kind | toLower }} {{ $labels.issuer_name }} (with -n for an Issuer); and of the attempts: kubectl get certificaterequests -A`,
    },
    {
      name: 'CertloomAcmeRateLimited',
      expr: `sum by (host) (increase(certmanager_http_acme_client_request_count{status="429"}[1h])) >= <<acmeRateLimited>>`,
      for: '5m',
      severity: 'warning',
      summary: 'The CA at {{ $labels.host }} limits our requests',
      description:
        '{{ $value | printf "%.0f" }} requests were refused within an hour. They are made again when the CA allows; new names may have to wait for days. Which limit it is stands on the Orders: kubectl get orders.acme.cert-manager.io -A -o wide',
    },
    {
      name: 'CertloomAcmeUnreachable',
      expr: failing(
        'host',
        'certmanager_http_acme_client_request_count{status=~"5..|999"}',
        'certmanager_http_acme_client_request_count',
        5,
      ),
      for: '15m',
      severity: 'warning',
      summary: 'The CA at {{ $labels.host }} does not answer, or with errors',
      description:
        'Look at the status page of the CA, and at proxies and firewalls between it and the controller. What came back: kubectl get issuers,clusterissuers -A -o wide',
    },
    {
      name: 'CertloomDnsProviderFailing',
      expr: failing(
        'vendor',
        'certloom_dns_provider_answers_total{code!="ok"}',
        'certloom_dns_provider_answers_total',
        10,
      ),
      for: '15m',
      severity: 'warning',
      summary: 'Most calls of {{ $labels.vendor }} fail',
      description:
        'No name there can be proven by DNS01. The code says whether it is credentials, permissions or a quota: sum by (code) (increase(certloom_dns_provider_answers_total{vendor="{{ $labels.vendor }}"}[1h])); the words of the vendor: kubectl get challenges.acme.cert-manager.io -A -o wide',
    },
  ],
};
