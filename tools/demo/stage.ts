import { join } from 'node:path';
import { repository } from '../toolchain.ts';
import type { StopOptions } from '../../test/cluster/control-plane.ts';
import { freePort } from '../../test/cluster/loopback.ts';
import { type TestCluster, startTestCluster } from '../../test/cluster/test-cluster.ts';
import { type FakeDnspod, startFakeDnspod } from '../../test/fakes/dnspod/fake-dnspod.ts';
import type { Narrator } from './narrator.ts';
import { createRepository, type DemoRepository } from './repository.ts';
import { followCertificates, type Timeline } from './timeline.ts';

/** Everything the demo plays on. */
export interface Stage {
  readonly cluster: TestCluster;
  readonly dnspod: FakeDnspod;
  readonly git: DemoRepository;
  readonly timeline: Timeline;
  /** URL of the dashboard. */
  readonly dashboard: string;
  stop(options?: StopOptions): Promise<void>;
}

/** Only addresses are changed for loopback, and that is a commit too. */
function overlay(directoryUrl: string, caPem: string): string {
  const patch = [
    { op: 'replace', path: '/spec/acme/server', value: directoryUrl },
    { op: 'add', path: '/spec/acme/caBundle', value: Buffer.from(caPem).toString('base64') },
  ];
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['../../platform'],
    patches: [{ target: { kind: 'ClusterIssuer', name: 'dnspod' }, patch: JSON.stringify(patch) }],
  };
  return JSON.stringify(kustomization, undefined, 2);
}

export async function setStage(narrator: Narrator): Promise<Stage> {
  narrator.step(
    'A cluster on loopback: etcd, kube-apiserver, bind9, Pebble (ACME), DNSPod, certloom by its chart',
  );
  const dnspodPort = await freePort();
  const dashboard = `127.0.0.1:${await freePort()}`;
  const cluster = await startTestCluster({
    zones: ['ewhisper.cn', 'example.com'],
    roles: ['webhook', 'controller'],
    flags: {
      'dns-solver': [`--dnspod-endpoint=http://127.0.0.1:${dnspodPort}`],
      controller: [`--dashboard-listen-address=${dashboard}`],
    },
    progress: (what) => narrator.say(what),
  });
  const dnspod = await startFakeDnspod({ zones: ['ewhisper.cn'], bind9: cluster.dns, port: dnspodPort });
  narrator.say('starting dns-solver');
  await cluster.roles.start('dns-solver');

  narrator.step('The Git repository: examples/, and a commit with the addresses of this cluster');
  const git = await createRepository(join(cluster.dir, 'git'), join(repository, 'examples'));
  const { directoryUrl, caPem } = cluster.acme;
  await git.commit(
    { 'clusters/loopback/kustomization.yaml': overlay(directoryUrl, caPem) },
    'Point the ACME issuer at the CA of this cluster',
  );
  const timeline = await followCertificates(cluster.plane.admin, (line) => narrator.say(line));
  return {
    cluster,
    dnspod,
    git,
    timeline,
    dashboard: `http://${dashboard}/`,
    async stop(options) {
      timeline.stop();
      await dnspod.stop();
      await cluster.stop(options);
    },
  };
}
