import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import { runOrThrow } from '../cluster/process.ts';
import type { GitRepository } from './git-repository.ts';

const group = 'source.toolkit.fluxcd.io';

interface GitSource extends KubeObject {
  readonly spec: object;
  readonly status?: object;
}

const gitRepositories: Resource<GitSource> = {
  group,
  version: 'v1',
  kind: 'GitRepository',
  plural: 'gitrepositories',
  namespaced: true,
};

/** The kinds that kustomize-controller looks for, without what source-controller checks of them. */
export const sourceCrds: readonly object[] = ['GitRepository', 'Bucket', 'OCIRepository'].map((kind) => {
  const plural = kind === 'Bucket' ? 'buckets' : kind.toLowerCase().replace(/y$/, 'ies');
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          subresources: { status: {} },
        },
      ],
    },
  };
});

export interface FluxSource {
  /** Serves a commit, and says so on the GitRepository. */
  publish(commit: string): Promise<void>;
  stop(): void;
}

/**
 * Source-controller's part: it serves commits of a repository as archives, and tells where on a GitRepository.
 *
 * @param name of the GitRepository, which is made
 */
export async function startFluxSource(
  { admin, dir }: ControlPlane,
  name: { readonly namespace: string; readonly name: string },
  repository: GitRepository,
): Promise<FluxSource> {
  const archives = join(dir, 'archives');
  await mkdir(archives, { recursive: true });
  const port = await freePort();
  const server = createServer((request, response) => {
    createReadStream(join(archives, (request.url ?? '').replaceAll('/', '')))
      .on('error', () => response.writeHead(404).end())
      .pipe(response);
  }).listen(port, '127.0.0.1');
  const spec = { interval: '1m', url: 'https://git.example.com/platform.git', ref: { branch: 'main' } };
  await admin.create(gitRepositories, { metadata: name, spec });
  return {
    async publish(commit) {
      const file = `${commit}.tar.gz`;
      const archive = join(archives, file);
      await runOrThrow('git', ['-C', repository.dir, 'archive', '--format=tar.gz', '-o', archive, commit]);
      const digest = createHash('sha256')
        .update(await readFile(archive))
        .digest('hex');
      const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
      const artifact = {
        url: `http://127.0.0.1:${port}/${file}`,
        path: file,
        revision: `main@sha1:${commit}`,
        digest: `sha256:${digest}`,
        lastUpdateTime: now,
      };
      const ready = {
        type: 'Ready',
        status: 'True',
        reason: 'Succeeded',
        message: `stored artifact for revision '${artifact.revision}'`,
        lastTransitionTime: now,
        observedGeneration: 1,
      };
      const source = await admin.get(gitRepositories, name);
      if (source === undefined) throw new Error(`the GitRepository ${name.name} is gone`);
      const status = { observedGeneration: 1, artifact, conditions: [ready] };
      await admin.replaceStatus(gitRepositories, { ...source, status });
    },
    stop: () => void server.close(),
  };
}
