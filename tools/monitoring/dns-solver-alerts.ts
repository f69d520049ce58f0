import { type AlertGroup, failing } from './alert.ts';

const logs =
  'kubectl logs -n <namespace of the release> -l app.kubernetes.io/name=certloom,app.kubernetes.io/component=dns-solver';

export const dnsSolverAlerts: AlertGroup = {
  name: 'certloom.dns-solver',
  needs: 'dnsSolver',
  alerts: [
    {
      name: 'CertloomDnsSolverAbsent',
      expr: 'absent(certloom_build_info{role="dns-solver"})',
      for: '10m',
      severity: 'critical',
      summary: 'No DNS01 solver of certloom is seen',
      description:
        'Names that are proven through it are not renewed. Does it run, is it scraped, and does the API server reach it? kubectl get apiservices | grep acme',
    },
    {
      name: 'CertloomDnsSolverFailing',
      expr: failing(
        'solver',
        'certloom_dns_solver_calls_total{outcome="failed"}',
        'certloom_dns_solver_calls_total',
        5,
      ),
      for: '15m',
      severity: 'warning',
      summary: 'Most calls of the solver {{ $labels.solver }} fail',
      description: `Its words are in status.reason of the Challenges: kubectl get challenges.acme.cert-manager.io -A -o wide; and in the log: ${logs}`,
    },
    {
      name: 'CertloomDnsSolverRefusing',
      expr: 'sum by (solver) (increase(certloom_dns_solver_calls_total{outcome="refused"}[15m])) > 10',
      for: '15m',
      severity: 'warning',
      summary: 'The solver {{ $labels.solver }} is called by somebody who may not',
      description: `A controller is missing in dnsSolver.callers, or somebody tries. Who: ${logs} | grep '"outcome":"refused"'`,
    },
  ],
};
