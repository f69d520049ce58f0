import { join } from 'node:path';
import { toolPath } from '../../tools/toolchain.ts';
import type { ApiServerFiles } from './api-server.ts';
import { type RunningProcess, startProcess } from './process.ts';

/** Only what certloom leans on: garbage collection, namespaces and their ServiceAccounts, aggregation of ClusterRoles, the types in policies. */
const controllers = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
  'validatingadmissionpolicy-status-controller',
];

export function startControllerManager(
  dir: string,
  kubeconfig: string,
  files: ApiServerFiles,
): RunningProcess {
  return startProcess({
    name: 'kube-controller-manager',
    command: toolPath('kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig}`,
      `--controllers=${controllers.join(',')}`,
      `--root-ca-file=${files.ca.certificateFile}`,
      '--use-service-account-credentials=true', // each controller has only its own permissions
      '--leader-elect=false',
      '--secure-port=0',
      '--kube-api-qps=200',
      '--kube-api-burst=400',
    ],
    logFile: join(dir, 'kube-controller-manager.log'),
  });
}
