import type { KubeObject } from '../../api/resource.ts';
import { toolPath } from '../../tools/toolchain.ts';
import { runOrThrow } from '../cluster/process.ts';

/** What a tool makes of an object. */
export interface Health {
  /** Argo CD: `Healthy`, `Progressing`, `Degraded`, …; empty for a kind without a rule. kstatus: `Current`, `InProgress`, `Failed`, …. */
  readonly status: string;
  readonly message: string;
}

/** `resource.customizations` of the ConfigMap argocd-cm, by `<group>/<Kind>`, as Argo CD reads them. */
export type Overrides = Readonly<
  Record<string, { readonly 'health.lua'?: string; readonly actions?: string }>
>;

export interface Action {
  readonly name: string;
  readonly disabled?: boolean;
}

interface Reply {
  readonly status?: string;
  readonly message?: string;
  readonly actions?: readonly Action[];
  readonly patched?: KubeObject;
  readonly error?: string;
}

/** The health of objects by Argo CD's own code, with the rules it ships and whatever overrides them. */
export async function argoHealth(
  objects: readonly object[],
  overrides: Overrides = {},
): Promise<readonly Health[]> {
  return (await askArgo(objects.map((object) => ({ object, overrides })))).map(asHealth);
}

/** The actions that Argo CD offers on an object. */
export async function argoActions(object: object, overrides: Overrides): Promise<readonly Action[]> {
  const [reply] = await askArgo([{ object, overrides }]);
  return reply?.actions ?? [];
}

/** What an action makes of an object: Argo CD sends the difference to the API server, its status to the subresource. */
export async function runArgoAction(
  object: object,
  action: string,
  overrides: Overrides,
): Promise<KubeObject> {
  const [reply] = await askArgo([{ object, action, overrides }]);
  if (reply?.patched === undefined) throw new Error(`the action ${action} patches nothing`);
  return reply.patched;
}

/** By kind: entries of `spec.healthCheckExprs`. */
export type Expressions = Readonly<Record<string, object>>;

/**
 * The state of objects by kstatus, with which Flux waits; where expressions are given for a kind, by those. One that cannot
 * be evaluated leaves the state `Unknown`, and Flux goes on waiting.
 */
export async function kstatus(
  objects: readonly KubeObject[],
  expressions: Expressions = {},
): Promise<readonly Health[]> {
  const questions = objects.map((object) => {
    const exprs = expressions[object.kind ?? ''];
    return { object, ...(exprs !== undefined && { exprs }) };
  });
  const replies = await ask(toolPath('flux-status'), [], questions);
  return replies.map((reply) =>
    reply.error === undefined ? asHealth(reply) : { status: 'Unknown', message: reply.error },
  );
}

async function askArgo(questions: readonly object[]): Promise<readonly Reply[]> {
  const replies = await ask(toolPath('argocd'), ['rules'], questions);
  const failed = replies.find(({ error }) => error !== undefined);
  if (failed !== undefined) throw new Error(failed.error);
  return replies;
}

async function ask(
  command: string,
  args: readonly string[],
  questions: readonly object[],
): Promise<readonly Reply[]> {
  const stdin = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  const stdout = await runOrThrow(command, args, { stdin });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Reply);
}

function asHealth({ status = '', message = '' }: Reply): Health {
  return { status, message };
}
