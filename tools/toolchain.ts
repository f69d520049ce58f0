import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';

/** A program that the test cluster runs, built with Go from a module pinned in `test/tools/<module>`. */
export interface Tool {
  readonly name: string;
  /** Folder under `test/tools/` with the `go.mod` and `go.sum` that pin it. */
  readonly module: string;
  /** The main package. One that starts with a dot is ours, beside the `go.mod`. */
  readonly package: string;
  /** Values that are set at link time: without them `kubectl version` shows v0.0.0. */
  readonly linkerValues?: Readonly<Record<string, string>>;
  /** CRDs that it needs, which come with its sources. */
  readonly crds?: ModuleFiles;
}

/** Files of a module that a tool is built from. */
export interface ModuleFiles {
  readonly module: string;
  /** Paths within it. Their last parts are what they are called beside the tools. */
  readonly paths: readonly string[];
}

const kubernetesVersion = {
  'k8s.io/component-base/version.gitVersion': 'v1.36.3',
  'k8s.io/component-base/version.gitMajor': '1',
  'k8s.io/component-base/version.gitMinor': '36',
  'k8s.io/client-go/pkg/version.gitVersion': 'v1.36.3',
} as const;

/** In the order in which they are built: what takes longest comes after what fails fastest. */
export const tools: readonly Tool[] = [
  { name: 'pebble', module: 'pebble', package: 'github.com/letsencrypt/pebble/v2/cmd/pebble' },
  { name: 'etcd', module: 'etcd', package: 'go.etcd.io/etcd/server/v3' },
  ...['kube-apiserver', 'kube-controller-manager', 'kubectl'].map((name) => ({
    name,
    module: 'kubernetes',
    package: `k8s.io/kubernetes/cmd/${name}`,
    linkerValues: kubernetesVersion,
  })),
  { name: 'helm', module: 'helm', package: 'helm.sh/helm/v4/cmd/helm' },
];

/**
 * What only the suites of Argo CD and Flux need, so that nobody waits minutes for it who works on something else. In a
 * directory of its own: a new version of an engine does not build the cluster anew, nor the other way round.
 */
export const engines: readonly Tool[] = [
  { name: 'flux-status', module: 'flux', package: './status' },
  {
    name: 'kustomize-controller',
    module: 'flux',
    package: 'github.com/fluxcd/kustomize-controller',
    crds: {
      module: 'github.com/fluxcd/kustomize-controller',
      paths: ['config/crd/bases/kustomize.toolkit.fluxcd.io_kustomizations.yaml'],
    },
  },
  {
    name: 'argocd',
    module: 'argocd',
    package: '.',
    crds: {
      module: 'github.com/argoproj/argo-cd/v3',
      paths: ['manifests/crds/application-crd.yaml', 'manifests/crds/appproject-crd.yaml'],
    },
  },
];

/** What renders manifests where `certloom check` has a part in it: for few suites, and built on its own likewise. */
const renderers: readonly Tool[] = [
  { name: 'kustomize', module: 'kustomize', package: 'sigs.k8s.io/kustomize/kustomize/v5' },
  { name: 'argocd-cmp-server', module: 'argocd-cmp', package: '.' },
];

/** What proofs by HTTP go through, and the kinds of the Gateway API that it knows: for one suite. */
const ingress: readonly Tool[] = [
  {
    name: 'traefik',
    module: 'traefik',
    package: 'github.com/traefik/traefik/v3/cmd/traefik',
    crds: {
      module: 'sigs.k8s.io/gateway-api',
      paths: [
        'gatewayclasses',
        'gateways',
        'grpcroutes',
        'httproutes',
        'referencegrants',
        'backendtlspolicies',
      ].map((plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`),
    },
  },
];

/** What reads alert rules and queries as Prometheus does: for two suites. */
const monitoring: readonly Tool[] = [
  { name: 'promtool', module: 'promtool', package: 'github.com/prometheus/prometheus/cmd/promtool' },
];

/** What issuers of type vault ask: for one suite. */
const vault: readonly Tool[] = [{ name: 'vault', module: 'vault', package: '.' }];

/** What only benchmarks need. The libraries of Go are all that it takes, so there is no `go.sum`. */
const load: readonly Tool[] = [{ name: 'admission-load', module: 'admission-load', package: '.' }];

/** What is built together, by the word that asks for it on the command line of the build. */
export const groups = {
  tools,
  engines,
  renderers,
  ingress,
  monitoring,
  vault,
  load,
} as const satisfies Record<string, readonly Tool[]>;

export type Group = keyof typeof groups;

/** The checkout this file is part of. */
export const repository = join(import.meta.dirname, '..');

export function moduleDirectory(tool: Tool): string {
  return join(repository, 'test', 'tools', tool.module);
}

/** The arguments of `go` that build a tool into a file. */
export function buildArguments(tool: Tool, output: string): readonly string[] {
  const values = Object.entries(tool.linkerValues ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
  return [
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    `-s -w${values.join('')}`,
    '-o',
    output,
    tool.package,
  ];
}

/** The environment of the builds: static programs, which run on every Linux. */
export const buildEnvironment = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' } as const;

/**
 * Where a tool is taken from that is already there: `KUBEBUILDER_ASSETS`, the convention of the ecosystem, is a directory
 * with etcd, kube-apiserver and kubectl, and may hold the others too.
 */
export function providedTool(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const directory = env['KUBEBUILDER_ASSETS'];
  if (directory === undefined || directory === '') return undefined;
  const path = join(directory, name);
  return isExecutable(path) ? path : undefined;
}

/** The tools of a group that have to be built, because nobody provides them. Nobody provides what comes with CRDs. */
export function toolsToBuild(env: NodeJS.ProcessEnv, group: Group = 'tools'): readonly Tool[] {
  if (groups[group].some(({ crds }) => crds !== undefined)) return groups[group];
  return groups[group].filter(({ name }) => providedTool(name, env) === undefined);
}

/**
 * The directory that holds the built tools, shared by all checkouts of one user. Its name is a digest of everything that
 * decides what comes out, so a directory that exists is right and whole.
 */
export function toolsDirectory(wanted: readonly Tool[], env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, buildEnvironment]),
  );
  for (const tool of wanted) {
    hash.update(JSON.stringify([tool.name, buildArguments(tool, tool.name), ...(tool.crds?.paths ?? [])]));
    const files = ['go.mod', 'go.sum', ...ownSources(tool)].map((file) => join(moduleDirectory(tool), file));
    for (const file of files.filter(existsSync)) hash.update(readFileSync(file));
  }
  return join(cacheDirectory(env), hash.digest('hex').slice(0, 16));
}

/** The Go files of a main package that is ours; of others, the pinned version says all. */
function ownSources(tool: Tool): readonly string[] {
  if (!tool.package.startsWith('.')) return [];
  const files = readdirSync(join(moduleDirectory(tool), tool.package)).filter((name) => name.endsWith('.go'));
  return files.sort().map((name) => join(tool.package, name));
}

export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const caches = env['XDG_CACHE_HOME'];
  return join(
    caches === undefined || caches === '' ? join(homedir(), '.cache') : caches,
    'certloom',
    'tools',
  );
}

/**
 * The path of one tool.
 *
 * @throws Error that says what to run, when it is neither provided nor built
 */
export function toolPath(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const group = groupOf(name);
  const wanted = toolsToBuild(env, group);
  const provided = wanted.some((tool) => tool.name === name) ? undefined : providedTool(name, env);
  if (provided !== undefined) return provided;
  const built = join(toolsDirectory(wanted, env), name);
  if (isExecutable(built)) return built;
  const orProvide =
    group === 'tools' || group === 'renderers' || group === 'monitoring'
      ? ', or set KUBEBUILDER_ASSETS to where it is'
      : '';
  throw new Error(
    `${name} is missing: run "make ${group === 'tools' ? 'tools' : 'engines'}", which builds it${orProvide}`,
  );
}

function groupOf(name: string): Group {
  const found = Object.entries(groups).find(([, members]) => members.some((tool) => tool.name === name));
  return (found?.[0] ?? 'tools') as Group;
}

/** Paths of the CRDs that came with a tool. */
export function crdFiles(name: string, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const group = groupOf(name);
  const tool = groups[group].find((one) => one.name === name);
  const directory = toolsDirectory(toolsToBuild(env, group), env);
  return (tool?.crds?.paths ?? []).map((path) => join(directory, basename(path)));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
