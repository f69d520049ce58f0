import { describe, expect, it } from 'vitest';

import { readFlags } from './flags.ts';
import { defaultSettings } from './settings.ts';

describe('the command line of the controller', () => {
  it('left empty gives the default settings', () => {
    const { settings, process } = readFlags([], {});

    expect(settings).toMatchObject(defaultSettings);
    expect(process).toMatchObject({
      kubeconfig: undefined,
      leaderElection: {
        namespace: 'kube-system',
        leaseSeconds: 60,
        renewDeadlineSeconds: 40,
        retrySeconds: 15,
      },
      metrics: { address: { host: '0.0.0.0', port: 9402 } },
      healthAddress: { host: '0.0.0.0', port: 9403 },
      dashboard: undefined,
      log: { level: 'info' },
    });
  });

  it("is read in upstream's words", () => {
    const { settings, process } = readFlags(
      [
        '--namespace=shop',
        '--controllers=*,-certificaterequests-approver',
        '--certificate-request-minimum-backoff-duration=10m',
        '--dns01-recursive-nameservers=192.0.2.1:53,192.0.2.2:53',
        '--enable-certificate-owner-ref',
        '--feature-gates=ACMEUseARI=true',
        '--leader-elect=false',
        '--acme-http01-solver-image=registry.example.com/acmesolver:v1.21.1',
        '--acme-http01-solver-extra-labels=team=platform,tier=edge',
        '--acme-http01-solver-resource-limits-cpu=',
        '--acme-http01-solver-nameservers=192.0.2.1:53,[2001:db8::1]:53',
        '--enable-gateway-api',
        '--gateway-api-extra-protocols=example.com/QUIC',
        '--default-issuer-name=letsencrypt',
        '--default-issuer-kind=ClusterIssuer',
        '--extra-certificate-annotations=example.com/cost-centre',
        '--enable-customresourcedefinitions-injectable=false',
        '--enable-apiservices-injectable=false',
        '--ignore-namespaces=sandbox,play',
        '--http01-responder-service=certloom/certloom-http01',
        '--http01-responder-default=false',
      ],
      {},
    );

    expect(settings).toMatchObject({
      namespace: 'shop',
      autoApprove: false,
      ingress: {
        enabled: true,
        autoAnnotations: ['kubernetes.io/tls-acme'],
        defaultIssuer: { name: 'letsencrypt', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        extraAnnotations: ['example.com/cost-centre'],
        gateways: { enabled: true, extraProtocols: ['example.com/QUIC'] },
      },
      caInjector: {
        targets: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
        ignoredNamespaces: ['sandbox', 'play'],
      },
      backoff: { initialSeconds: 600 },
      challenges: {
        recursiveNameservers: ['192.0.2.1:53', '192.0.2.2:53'],
        http01: {
          solverImage: 'registry.example.com/acmesolver:v1.21.1',
          extraLabels: { team: 'platform', tier: 'edge' },
          resources: { limits: { cpu: '', memory: '64Mi' } },
          nameservers: ['192.0.2.1:53', '[2001:db8::1]:53'],
          responder: { service: { namespace: 'certloom', name: 'certloom-http01' }, byDefault: false },
        },
      },
      enableCertificateOwnerRef: true,
      gates: { ACMEUseARI: true },
    });
    expect(process.leaderElection).toBeUndefined();
    expect(process.responderAddress).toEqual({ host: '0.0.0.0', port: 8089 });
  });

  it('takes the injector of CAs out as a whole', () => {
    const { settings } = readFlags(['--controllers=*,-cainjector'], {});

    expect(settings.caInjector.targets).toEqual([]);
  });

  it.each([
    ['an unknown flag', '--nope'],
    ['an unknown gate', '--feature-gates=Nope=true'],
    ['a gate that is locked', '--feature-gates=AdditionalCertificateOutputFormats=false'],
    ['a list of controllers that is no whole', '--controllers=issuers'],
    ['an amount that is none', '--acme-http01-solver-resource-limits-memory=much'],
    ['a Service without its namespace', '--http01-responder-service=certloom-http01'],
    ['a label without a value', '--acme-http01-solver-extra-labels=team'],
    ['a name for a nameserver', '--acme-http01-solver-nameservers=dns.example.com'],
    ['a controller that cannot be switched off', '--controllers=*,-orders'],
    ['the one that asks Vaults', '--controllers=*,-certificaterequests-issuer-vault'],
  ])('with %s is refused', (_, flag) => {
    expect(() => readFlags([flag], {})).toThrow(/certloom controller: /);
  });
});
