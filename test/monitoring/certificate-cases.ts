import { type AlertCase, always, growing, inDays, shop, shownBy, since, until } from './alert-case.ts';

/** Of 90 days, 30 before its end it is due. */
const young = { renewal: 20, notAfter: 50 };
/** The story of this product: a renewal has failed for eight days. */
const eightDaysOverdue = { renewal: -8, notAfter: 22 };
const lastDays = { renewal: -24.5, notAfter: 5.5 };
const gone = { renewal: -30.5, notAfter: -0.5, ready: 0 } as const;
/** 24 hours long, due in the last eight, and just now due. */
const shortLived = { renewal: -0.01, notAfter: 0.32 };

const overdue = 'CertloomCertificateRenewalOverdue';
const soon = 'CertloomCertificateExpiresSoon';
const expired = 'CertloomCertificateExpired';
const notReady = 'CertloomCertificateNotReady';

const times: readonly AlertCase[] = [
  {
    alert: overdue,
    when: 'it has failed for eight days',
    series: shownBy('a', eightDaysOverdue),
    minute: 30,
    fires: [shop],
  },
  { alert: overdue, when: 'it is not due yet', series: shownBy('a', young), minute: 30, fires: [] },
  {
    alert: overdue,
    when: 'it is due since now',
    series: shownBy('a', { renewal: -0.5, notAfter: 29.5 }),
    minute: 120,
    fires: [],
  },
  {
    alert: overdue,
    when: 'it is never renewed',
    series: shownBy('a', { renewal: -inDays(0) / 86_400, notAfter: 22 }),
    minute: 30,
    fires: [],
  },
  {
    alert: overdue,
    when: 'another replica takes the lead after a minute in which nobody showed anything',
    series: { ...shownBy('a', eightDaysOverdue, until(20)), ...shownBy('b', eightDaysOverdue, since(22)) },
    minute: 23,
    fires: [shop],
  },
  {
    alert: overdue,
    when: 'it was renewed at last, by another leader',
    series: {
      ...shownBy('a', eightDaysOverdue, until(20)),
      ...shownBy('b', { renewal: 60, notAfter: 90 }, since(22)),
    },
    minute: 28,
    fires: [],
  },
  {
    alert: soon,
    when: 'five and a half days are left',
    series: shownBy('a', lastDays),
    minute: 30,
    fires: [shop],
  },
  {
    alert: soon,
    when: 'eight days overdue, but 22 left',
    series: shownBy('a', eightDaysOverdue),
    minute: 30,
    fires: [],
  },
  {
    alert: soon,
    when: 'it lives for a day and is being renewed',
    series: shownBy('a', shortLived),
    minute: 30,
    fires: [],
  },
  {
    alert: soon,
    when: 'it lives for a day and was not renewed',
    series: shownBy('a', { renewal: -0.2, notAfter: 0.13 }),
    minute: 30,
    fires: [shop],
  },
  { alert: soon, when: 'it is over', series: shownBy('a', gone), minute: 30, fires: [] },
  { alert: expired, when: 'it is over', series: shownBy('a', gone), minute: 10, fires: [shop] },
  { alert: expired, when: 'it is nearly over', series: shownBy('a', lastDays), minute: 60, fires: [] },
  {
    alert: expired,
    when: 'nothing was issued yet',
    series: shownBy('a', { renewal: -inDays(0) / 86_400, notAfter: -inDays(0) / 86_400, ready: 0 }),
    minute: 60,
    fires: [],
  },
  {
    alert: expired,
    when: 'the namespace comes as exported_namespace',
    series: {
      'certmanager_certificate_not_after_timestamp_seconds{name="shop", namespace="certloom", exported_namespace="web"}':
        always(inDays(-1)),
    },
    minute: 10,
    fires: [{ name: 'shop', namespace: 'certloom', exported_namespace: 'web' }],
  },
  {
    alert: notReady,
    when: 'it has not been for 40 minutes',
    series: shownBy('a', { ...young, ready: 0 }),
    minute: 40,
    fires: [shop],
  },
  { alert: notReady, when: 'it is new', series: shownBy('a', { ...young, ready: 0 }), minute: 20, fires: [] },
  { alert: notReady, when: 'it is ready', series: shownBy('a', young), minute: 60, fires: [] },
  {
    alert: notReady,
    when: 'it is not, whoever leads',
    series: {
      ...shownBy('a', { ...young, ready: 0 }, until(20)),
      ...shownBy('b', { ...young, ready: 0 }, since(22)),
    },
    minute: 35,
    fires: [shop],
  },
];

const conflict = (count: number) => ({
  'certloom_certificate_conditions{namespace="web", condition="Conflict"}': always(count),
});
const issuer = (ready: number) => ({
  'certmanager_issuer_ready_status{name="ca", namespace="web", condition="True"}': always(ready),
});
const clusterIssuer = (ready: number) => ({
  'certmanager_clusterissuer_ready_status{name="le", condition="True"}': always(ready),
});
const challenge = (status: string) => ({
  [`certmanager_certificate_challenge_status{name="c", namespace="web", domain="shop.example", type="dns-01", reason="x", processing="true", status="${status}"}`]:
    always(1),
});

const states: readonly AlertCase[] = [
  {
    alert: 'CertloomCertificateConflict',
    when: 'there is one',
    series: conflict(1),
    minute: 20,
    fires: [{ namespace: 'web' }],
  },
  {
    alert: 'CertloomCertificateConflict',
    when: 'others have other conditions',
    series: { 'certloom_certificate_conditions{namespace="web", condition="Ready"}': always(9) },
    minute: 20,
    fires: [],
  },
  {
    alert: 'CertloomIssuerNotReady',
    when: 'it is not',
    series: issuer(0),
    minute: 20,
    fires: [{ name: 'ca', namespace: 'web' }],
  },
  { alert: 'CertloomIssuerNotReady', when: 'it is', series: issuer(1), minute: 20, fires: [] },
  {
    alert: 'CertloomClusterIssuerNotReady',
    when: 'it is not',
    series: clusterIssuer(0),
    minute: 20,
    fires: [{ name: 'le' }],
  },
  { alert: 'CertloomClusterIssuerNotReady', when: 'it is', series: clusterIssuer(1), minute: 20, fires: [] },
  {
    alert: 'CertloomChallengeStuck',
    when: 'it waits for an hour',
    series: challenge('pending'),
    minute: 65,
    fires: [{ name: 'c', namespace: 'web', domain: 'shop.example', type: 'dns-01' }],
  },
  {
    alert: 'CertloomChallengeStuck',
    when: 'it has waited for half an hour',
    series: challenge('pending'),
    minute: 30,
    fires: [],
  },
  { alert: 'CertloomChallengeStuck', when: 'it is over', series: challenge('valid'), minute: 65, fires: [] },
];

const issuances = (issued: number, failed: number) => {
  const ca = 'issuer_name="ca", issuer_kind="Issuer", issuer_group="cert-manager.io"';
  return {
    [`certloom_issuances_total{${ca}, outcome="issued", reason=""}`]: growing(issued),
    [`certloom_issuances_total{${ca}, outcome="failed", reason="Failed"}`]: growing(failed),
  };
};
const acme = (status: number, byMinute: number, well: number) => ({
  [`certmanager_http_acme_client_request_count{host="ca.example", status="${status}"}`]: growing(byMinute),
  'certmanager_http_acme_client_request_count{host="ca.example", status="200"}': growing(well),
});
const answers = (well: number, badly: number) => ({
  'certloom_dns_provider_answers_total{vendor="DNSPod", action="CreateRecord", code="ok"}': growing(well),
  'certloom_dns_provider_answers_total{vendor="DNSPod", action="CreateRecord", code="AuthFailure"}':
    growing(badly),
});
const host = { host: 'ca.example' };

const rates: readonly AlertCase[] = [
  {
    alert: 'CertloomIssuancesFailing',
    when: 'most fail',
    series: issuances(1, 2),
    minute: 40,
    fires: [{ issuer_name: 'ca', issuer_kind: 'Issuer' }],
  },
  { alert: 'CertloomIssuancesFailing', when: 'few fail', series: issuances(2, 1), minute: 40, fires: [] },
  {
    alert: 'CertloomIssuancesFailing',
    when: 'it is one in ten minutes',
    series: issuances(0, 0.1),
    minute: 40,
    fires: [],
  },
  {
    alert: 'CertloomAcmeRateLimited',
    when: 'it happens every five minutes',
    series: acme(429, 0.2, 5),
    minute: 60,
    fires: [host],
  },
  {
    alert: 'CertloomAcmeRateLimited',
    when: 'it happened once in an hour',
    series: acme(429, 0.016, 5),
    minute: 60,
    fires: [],
  },
  {
    alert: 'CertloomAcmeUnreachable',
    when: 'it does not answer',
    series: acme(999, 2, 1),
    minute: 60,
    fires: [host],
  },
  {
    alert: 'CertloomAcmeUnreachable',
    when: 'it is down',
    series: acme(503, 2, 0),
    minute: 60,
    fires: [host],
  },
  { alert: 'CertloomAcmeUnreachable', when: 'it refuses', series: acme(403, 2, 0), minute: 60, fires: [] },
  {
    alert: 'CertloomDnsProviderFailing',
    when: 'the key is wrong',
    series: answers(0, 1),
    minute: 60,
    fires: [{ vendor: 'DNSPod' }],
  },
  { alert: 'CertloomDnsProviderFailing', when: 'most works', series: answers(3, 1), minute: 60, fires: [] },
];

export const certificateCases: readonly AlertCase[] = [...times, ...states, ...rates];
