import { createNarrator, type Narrator } from './narrator.ts';
import { setStage, type Stage } from './stage.ts';
import { changeSpec, renew, showCluster, showDenial, showRecords, sync, verify } from './story.ts';

const story = [sync, showRecords, showDenial, changeSpec, renew, showCluster, verify];

/** Resolves when somebody presses Ctrl-C. */
function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function stay({ cluster, git, dashboard }: Stage, narrator: Narrator): Promise<void> {
  narrator.step('Still running (KEEP=1). Where to look:');
  narrator.say(
    `kubectl --kubeconfig ${cluster.plane.adminKubeconfig} describe certificate -n ewhisper ewhisper-crt`,
  );
  narrator.say(`dashboard, in a browser: ${dashboard}`);
  narrator.say(`git clone ${git.origin}`);
  narrator.say(`logs: ${cluster.plane.dir}`);
  narrator.say(`metrics of the controller: ${cluster.roles.urls.controller.metrics}/metrics`);
  narrator.say('Ctrl-C stops everything.');
  await interrupted();
}

/** What somebody who looks into a failure would ask first. */
async function showTrouble({ cluster: { plane } }: Stage, narrator: Narrator): Promise<void> {
  narrator.step(`Something did not work; logs are kept in ${plane.dir}`);
  const kinds = 'certificates,certificaterequests,orders,challenges,issuers,clusterissuers';
  narrator.quote((await plane.kubectl(['get', kinds, '--all-namespaces', '--output=wide'])).stdout);
  narrator.quote(
    (await plane.kubectl(['get', 'events', '--all-namespaces', '--sort-by=.lastTimestamp'])).stdout,
  );
}

async function play(narrator: Narrator, keep: boolean): Promise<void> {
  const stage = await setStage(narrator);
  try {
    for (const scene of story) await scene(stage, narrator);
    if (keep) await stay(stage, narrator);
  } catch (error) {
    await showTrouble(stage, narrator);
    await stage.stop({ keepLogs: true });
    throw error;
  }
  await stage.stop();
}

const narrator = createNarrator((text) => process.stdout.write(text));
try {
  await play(narrator, process.env['KEEP'] === '1');
  narrator.step('All steps worked; everything is stopped. Next: README.md, docs/architecture.md, examples/');
} catch (error) {
  narrator.step('The demo failed');
  for (
    let cause: unknown = error;
    cause !== undefined;
    cause = cause instanceof Error ? cause.cause : undefined
  ) {
    narrator.quote(cause instanceof Error ? (cause.stack ?? cause.message) : 'something that is no error');
  }
  process.exitCode = 1;
}
