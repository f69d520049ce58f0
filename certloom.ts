/** The one entry point: `certloom <role> [flags]`. A role is loaded only when it is asked for. */
type Role = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;

const roles: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<{ readonly main: Role }> }>
> = {
  controller: { summary: 'issue and renew certificates', load: () => import('./controller/main.ts') },
  webhook: { summary: 'default and check manifests at admission', load: () => import('./webhook/main.ts') },
  check: { summary: 'judge manifests before the merge', load: () => import('./gitops/main.ts') },
  explain: { summary: 'say what a rule wants, with an example', load: explain },
  'dns-solver': { summary: 'serve the DNS01 solver API', load: () => import('./dns-solver/main.ts') },
};

/** Short for `certloom check explain`. */
async function explain(): Promise<{ readonly main: Role }> {
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

const [name, ...args] = process.argv.slice(2);
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
  const { main } = await role.load();
  await main(args, process.env);
}
