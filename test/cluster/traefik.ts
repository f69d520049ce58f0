import { join } from 'node:path';

import type { KubeObject } from '../../api/resource.ts';
import { crdFiles, toolPath } from '../../tools/toolchain.ts';
import type { ControlPlane } from './control-plane.ts';
import { freePort } from './loopback.ts';
import { startProcess } from './process.ts';

/** A real Traefik: an ingress controller, and of the Gateway API. Its class of Gateways is called `traefik`. */
export interface Traefik {
  stop(): Promise<void>;
}

export interface TraefikOptions {
  /** Of this machine, where it listens on ports 80 and 443: names of the tests lead there. */
  readonly address: string;
  /** What Ingresses call it; default `traefik`. */
  readonly ingressClass?: string;
}

/** Installs the kinds of the Gateway API too. @throws {Error} where this user may not listen there */
export async function startTraefik(
  plane: ControlPlane,
  { address, ingressClass = 'traefik' }: TraefikOptions,
): Promise<Traefik> {
  for (const file of crdFiles('traefik')) await plane.kubectlOrThrow(['apply', '--server-side', '-f', file]);
  await plane.kubectlOrThrow([
    'wait',
    '--for=condition=Established',
    '--timeout=30s',
    'crd/httproutes.gateway.networking.k8s.io',
  ]);
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: classes(ingressClass) });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
  const ping = await freePort();
  const traefik = startProcess({
    name: 'traefik',
    command: toolPath('traefik'),
    args: [
      `--entryPoints.web.address=${address}:80`,
      `--entryPoints.websecure.address=${address}:443`,
      '--entryPoints.websecure.http.tls=true',
      `--entryPoints.ping.address=127.0.0.1:${ping}`,
      '--ping=true',
      '--ping.entryPoint=ping',
      '--providers.kubernetesIngress=true',
      '--providers.kubernetesGateway=true',
      '--providers.providersThrottleDuration=100ms', // not two seconds, which only tests would wait for
      '--global.checkNewVersion=false',
      '--global.sendAnonymousUsage=false',
      '--log.level=INFO',
    ],
    env: { KUBECONFIG: plane.adminKubeconfig },
    logFile: join(plane.dir, 'traefik.log'),
  });
  await traefik.ready('Traefik', async () => {
    const { ok } = await fetch(`http://127.0.0.1:${ping}/ping`);
    return ok || undefined;
  });
  return {
    async stop() {
      traefik.kill('SIGKILL');
      await traefik.exited;
    },
  };
}

function classes(ingressClass: string): readonly KubeObject[] {
  return [
    Object.assign(
      { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: ingressClass } },
      { spec: { controller: 'traefik.io/ingress-controller' } },
    ),
    Object.assign(
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'traefik' } },
      { spec: { controllerName: 'traefik.io/gateway-controller' } },
    ),
  ];
}
