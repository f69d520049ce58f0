import { setFlagsFromString } from 'node:v8';

/** The one entry point: `certloom <role> [flags]`. A role is loaded only when it is asked for. */
type Main = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;

interface Role {
  readonly summary: string;
  readonly load: () => Promise<{ readonly main: Main }>;
  /** Of V8, see docs/decisions/0003; none for roles that end by themselves. */
  readonly options?: readonly string[];
}

/**
 * Roles that stay wait most of the time, so memory is what they cost. Young objects get 1 MB. The compiler in the middle,
 * and the optimizing one for WebAssembly, take 25 MB for their jobs, which malloc never gives back.
 */
const frugal = [
  '--optimize-for-size',
  '--semi-space-growth-factor=1',
  '--no-maglev',
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
];

const roles: Readonly<Record<string, Role>> = {
  controller: {
    summary: 'issue and renew certificates',
    load: () => import('./controller/main.ts'),
    options: [...frugal, '--heap-growing-percent=20'],
  },
  webhook: {
    summary: 'default and check manifests at admission',
    load: () => import('./webhook/main.ts'),
    // people wait for it: what runs often is optimized soon
    options: [...frugal, '--invocation-count-for-turbofan=500'],
  },
  check: { summary: 'judge manifests before the merge', load: () => import('./gitops/main.ts') },
  explain: { summary: 'say what a rule wants, with an example', load: explain },
  'dns-solver': {
    summary: 'serve the DNS01 solver API',
    load: () => import('./dns-solver/main.ts'),
    options: [...frugal, '--heap-growing-percent=10'],
  },
  acmesolver: {
    summary: 'serve one HTTP-01 proof, in a Pod that the controller makes',
    load: () => import('./controller/acmesolver/main.ts'),
    options: [...frugal, '--heap-growing-percent=10'],
  },
};

/** Short for `certloom check explain`. */
async function explain(): Promise<{ readonly main: Main }> {
  const { main } = await import('./gitops/main.ts');
  return { main: (args, env) => main(['explain', ...args], env) };
}

function usage(): string {
  const lines = Object.entries(roles).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return [
    'Usage: certloom <role> [flags]',
    '',
    ...lines,
    '',
    '`certloom <role> --help` lists the flags of a role.',
    '',
  ].join('\n');
}

/** Solver Pods have the arguments that cert-manager's image takes, which is a program of its own and knows no roles. */
function asRole(argv: readonly string[]): readonly string[] {
  return argv[0]?.startsWith('--listen-port=') ? ['acmesolver', ...argv] : argv;
}

const [name, ...args] = asRole(process.argv.slice(2));
const role = name === undefined ? undefined : roles[name];
if (name === undefined || name === '--help' || name === 'help') {
  process.stdout.write(usage());
} else if (name === '--version') {
  const { version } = await import('./api/version.ts');
  process.stdout.write(`certloom ${version}\n`);
} else if (role === undefined) {
  process.stderr.write(`certloom: unknown role "${name}"\n\n${usage()}`);
  process.exitCode = 2;
} else {
  for (const option of role.options ?? []) setFlagsFromString(option);
  const { main } = await role.load();
  await main(args, process.env);
}
