import { runCommand } from './commands.ts';
import { processWorld } from './world.ts';

/** `certloom check`: judges manifests before the merge. Needs neither a network nor a cluster. */
export async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  process.exitCode = runCommand(args, processWorld(env));
}
