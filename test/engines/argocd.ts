import type { KubeObject, Resource } from '../../api/resource.ts';
import { crdFiles } from '../../tools/toolchain.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { engineAccount } from './account.ts';
import { crdsServed } from './crds.ts';
import { startArgoProcesses } from './argocd-processes.ts';
import type { GitRepository, Tree } from './git-repository.ts';
import { argoConfigMap } from './overrides.ts';
import type { Health } from './rules.ts';

const namespace = 'argocd';

/** What Argo CD says of one object of an application. */
export interface ApplicationResource {
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly health?: Health;
}

/** `argoproj.io/v1alpha1`, as far as the suites look. */
export interface Application extends KubeObject {
  readonly spec: object;
  /** What it is asked to do, from then until it begins. */
  readonly operation?: object;
  readonly status?: {
    readonly sync?: { readonly status: string; readonly revision?: string };
    readonly health?: Health;
    readonly resources?: readonly ApplicationResource[];
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly operationState?: {
      readonly phase: string;
      readonly message?: string;
      readonly startedAt: string;
      readonly syncResult?: {
        readonly revision: string;
        readonly resources?: readonly { readonly name: string; readonly message: string }[];
      };
    };
  };
}

export const applications: Resource<Application> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Application',
  plural: 'applications',
  namespaced: true,
};

/** Argo CD's application controller and repo server at work on a repository, with our rules of health laid over its own. */
export interface ArgoCd {
  /** How its writes are told in the audit log. */
  readonly userName: string;
  push(folders: Readonly<Record<string, Tree>>): Promise<void>;
  /** Makes or changes an application of a folder, which is synced by itself and healed. */
  app(name: string, options?: AppOptions): Promise<void>;
  /** Waits until an application is as it should be, for the commit pushed last. */
  until(name: string, good: (application: Application) => boolean, seconds?: number): Promise<Application>;
  /** Waits until an application is Synced and Healthy, and nothing more goes on. */
  settled(name: string, seconds?: number): Promise<Application>;
  /** Has it compare everything anew, and waits until it has. */
  refresh(name: string): Promise<Application>;
  /** Deletes an application with all its objects, and waits until it is gone. */
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface AppOptions {
  readonly serverSideDiff?: boolean;
  /** How often a sync that failed is tried again; default 0. */
  readonly retries?: number;
}

export async function startArgoCd(plane: ControlPlane, repository: GitRepository): Promise<ArgoCd> {
  const kubeconfig = await engineAccount(plane, namespace, 'argocd-application-controller');
  await plane.kubectlOrThrow(['create', ...crdFiles('argocd').flatMap((file) => ['-f', file])]);
  await crdsServed(plane);
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: await settings() });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
  const processes = await startArgoProcesses(plane, namespace, kubeconfig);
  return {
    userName: `system:serviceaccount:${namespace}:argocd-application-controller`,
    ...verbs(plane, repository),
    async stop() {
      for (const process of processes) await process.stop(2);
    },
  };
}

async function settings(): Promise<readonly object[]> {
  const partOf = (name: string) => ({ name, namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } });
  const everything = [{ group: '*', kind: '*' }];
  return [
    await argoConfigMap(),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: partOf('argocd-secret'),
      stringData: { 'server.secretkey': 'test' },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: partOf('default'),
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: everything,
      },
    },
  ];
}

function verbs(plane: ControlPlane, repository: GitRepository): Omit<ArgoCd, 'stop' | 'userName'> {
  const { admin } = plane;
  let revision = '';
  const get = (name: string) => admin.get(applications, { namespace, name });
  const until: ArgoCd['until'] = (name, good, seconds = 60) =>
    waitFor(
      `the application ${name}`,
      async () => {
        const found = await get(name);
        if (found?.status?.sync?.revision === revision && good(found)) return found;
        throw new Error(summary(found));
      },
      { seconds, everyMs: 250 },
    );
  return {
    until,
    settled: (name, seconds) => until(name, isSettled, seconds),
    async push(folders) {
      revision = await repository.commit(folders);
    },
    app: async (name, options = {}) => {
      const made = application(name, `file://${repository.dir}`, options);
      await admin.apply(applications, made, { fieldManager: 'people' });
    },
    async refresh(name) {
      const annotations = { 'argocd.argoproj.io/refresh': 'hard' };
      await admin.patch(applications, { namespace, name }, { metadata: { annotations } });
      const isAnswered = ({ metadata }: Application) =>
        metadata.annotations?.['argocd.argoproj.io/refresh'] === undefined;
      return until(name, isAnswered);
    },
    async remove(name) {
      await admin.delete(applications, { namespace, name });
      const isGone = async () => (await get(name)) === undefined || undefined;
      await waitFor(`the application ${name} to be gone`, isGone);
    },
  };
}

function application(
  name: string,
  repoURL: string,
  { serverSideDiff, retries = 0 }: AppOptions,
): Application {
  return {
    metadata: {
      name,
      namespace,
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
      annotations: { 'argocd.argoproj.io/compare-options': `ServerSideDiff=${serverSideDiff === true}` },
    },
    spec: {
      project: 'default',
      source: { repoURL, targetRevision: 'main', path: name, directory: { recurse: true } },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { limit: retries, backoff: { duration: '1s', factor: 1 } },
      },
    },
  };
}

function isSettled({ operation, status }: Application): boolean {
  const { sync, health, operationState } = status ?? {};
  const isGood = sync?.status === 'Synced' && health?.status === 'Healthy';
  return isGood && operation === undefined && operationState?.phase === 'Succeeded';
}

/** What stands in the way of an application that is waited for. */
function summary(application: Application | undefined): string {
  const { sync, health, conditions, operationState, resources = [] } = application?.status ?? {};
  const wrong = resources.filter((one) => one.status !== 'Synced' || one.health?.status !== 'Healthy');
  const { phase, message } = operationState ?? {};
  return JSON.stringify({ sync, health, conditions, phase, message, wrong });
}
