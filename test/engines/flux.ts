import { join } from 'node:path';
import { findCondition, isTrue } from '../../api/conditions.ts';
import type { Condition } from '../../api/conditions.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { crdFiles, repository, toolPath } from '../../tools/toolchain.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { type RunningProcess, startProcess } from '../cluster/process.ts';
import { engineAccount } from './account.ts';
import { crdsServed } from './crds.ts';
import { type FluxSource, sourceCrds, startFluxSource } from './flux-source.ts';
import type { GitRepository, Tree } from './git-repository.ts';

const namespace = 'flux-system';

/** `kustomize.toolkit.fluxcd.io/v1`, as far as the suites look. */
export interface Kustomization extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
    readonly lastAppliedRevision?: string;
    readonly lastAttemptedRevision?: string;
    readonly lastHandledReconcileAt?: string;
  };
}

const kustomizations: Resource<Kustomization> = {
  group: 'kustomize.toolkit.fluxcd.io',
  version: 'v1',
  kind: 'Kustomization',
  plural: 'kustomizations',
  namespaced: true,
};

/** Flux's kustomize-controller at work on a repository, whose commits are served to it. */
export interface Flux {
  /** How its writes are told in the audit log. */
  readonly userName: string;
  /** Commits folders and serves the commit. */
  push(folders: Readonly<Record<string, Tree>>): Promise<void>;
  /** Makes or changes a Kustomization of a folder; it waits for what it applies, unless told otherwise. */
  sync(name: string, spec: object): Promise<void>;
  /** Waits until a Kustomization is ready, or is not, with a message that contains a text, for the commit served last. */
  until(name: string, ready: 'True' | 'False', text?: string, seconds?: number): Promise<string>;
  /** Has it reconcile once more, and waits until it has. */
  reconcile(name: string): Promise<void>;
  /** Applies Kustomizations from a file of `examples/`. */
  syncExample(path: string): Promise<void>;
  /** Deletes a Kustomization, and waits until it is gone. */
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startFlux(plane: ControlPlane, git: GitRepository): Promise<Flux> {
  await installCrds(plane);
  const kubeconfig = await engineAccount(plane, namespace, 'kustomize-controller');
  const source = await startFluxSource(plane, { namespace, name: 'flux-system' }, git);
  const controller = await startController(plane, kubeconfig);
  return {
    userName: `system:serviceaccount:${namespace}:kustomize-controller`,
    ...verbs(plane, source, git),
    async stop() {
      source.stop();
      await controller.stop(2);
    },
  };
}

async function installCrds(plane: ControlPlane): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: sourceCrds });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
  const files = crdFiles('kustomize-controller').flatMap((file) => ['-f', file]);
  await plane.kubectlOrThrow(['apply', ...files]);
  await crdsServed(plane);
}

async function startController(plane: ControlPlane, kubeconfig: string): Promise<RunningProcess> {
  const [metrics, health] = [await freePort(), await freePort()];
  const controller = startProcess({
    name: 'kustomize-controller',
    command: toolPath('kustomize-controller'),
    args: [
      `--metrics-addr=127.0.0.1:${metrics}`,
      `--health-addr=127.0.0.1:${health}`,
      '--events-addr=',
      '--requeue-dependency=1s',
      '--log-level=info',
    ],
    env: { KUBECONFIG: kubeconfig, RUNTIME_NAMESPACE: namespace },
    logFile: join(plane.dir, 'kustomize-controller.log'),
  });
  await controller.ready('kustomize-controller', async () => {
    const { ok } = await fetch(`http://127.0.0.1:${health}/readyz`, { signal: AbortSignal.timeout(2000) });
    return ok || undefined;
  });
  return controller;
}

function verbs(plane: ControlPlane, source: FluxSource, git: GitRepository): Omit<Flux, 'stop' | 'userName'> {
  const { admin } = plane;
  let revision = '';
  const get = (name: string) => admin.get(kustomizations, { namespace, name });
  const until: Flux['until'] = (name, ready, text = '', seconds = 60) =>
    waitFor(
      `the Kustomization ${name} to be Ready=${ready} with "${text}"`,
      async () => {
        const found = await get(name);
        const verdict = found === undefined ? undefined : verdictOn(found, revision);
        if (verdict?.status === ready && verdict.message?.includes(text)) return verdict.message;
        throw new Error(JSON.stringify(found?.status));
      },
      { seconds, everyMs: 200 },
    );
  return {
    until,
    async push(folders) {
      const commit = await git.commit(folders);
      revision = `main@sha1:${commit}`;
      await source.publish(commit);
    },
    async sync(name, spec) {
      const sourceRef = { kind: 'GitRepository', name: 'flux-system' };
      const usual = {
        interval: '1h',
        retryInterval: '5s',
        timeout: '30s',
        prune: true,
        wait: true,
        sourceRef,
      };
      const wanted = { metadata: { namespace, name }, spec: { ...usual, ...spec } };
      await admin.apply(kustomizations, wanted, { fieldManager: 'people' });
    },
    async reconcile(name) {
      const requestedAt = new Date().toISOString();
      const annotations = { 'reconcile.fluxcd.io/requestedAt': requestedAt };
      await admin.patch(kustomizations, { namespace, name }, { metadata: { annotations } });
      await waitFor(`the Kustomization ${name} to be reconciled again`, async () => {
        const { status } = (await get(name)) ?? {};
        const isDone = status?.lastHandledReconcileAt === requestedAt;
        return (isDone && !isTrue(status?.conditions, 'Reconciling')) || undefined;
      });
    },
    async syncExample(path) {
      await plane.kubectlOrThrow(['apply', '-f', join(repository, 'examples', path)]);
    },
    async remove(name) {
      await admin.delete(kustomizations, { namespace, name });
      await waitFor(
        `the Kustomization ${name} to be gone`,
        async () => (await get(name)) === undefined || undefined,
      );
    },
  };
}

/** `Ready`, when it tells of this revision and of the Kustomization as it is now. */
function verdictOn({ metadata, status }: Kustomization, revision: string): Condition | undefined {
  const ready = findCondition(status?.conditions, 'Ready');
  const isNow =
    status?.lastAttemptedRevision === revision && ready?.observedGeneration === metadata.generation;
  return isNow ? ready : undefined;
}
