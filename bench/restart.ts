import type { Certificate } from '../api/certificate/certificate.ts';
import { isTrue } from '../api/conditions.ts';
import { certificates } from '../api/kinds.ts';
import { isWrite } from '../test/cluster/audit.ts';
import { certificateFor } from '../test/cluster/controller-scene.ts';
import { waitFor } from '../test/cluster/loopback.ts';
import { type Arena, namespace, startArena } from './arena.ts';
import type { Contestant } from './contestants.ts';
import { cpuSecondsOf, memoryFigures, ownRequests } from './cost.ts';
import { issueModel, populate } from './population.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

interface Scale {
  readonly title: string;
  readonly count: number;
  readonly namespaces: number;
}

const scales: readonly Scale[] = [
  { title: '1,000 in one namespace', count: 1000, namespaces: 1 },
  { title: '10,000 in one namespace', count: 10_000, namespaces: 1 },
  { title: '10,000 in 100 namespaces', count: 10_000, namespaces: 100 },
];

/** How long a controller takes until it works, among certificates that are all fine, and what that costs. */
export const restart: Suite = {
  name: 'restart',
  summary: 'the controller starts among 1,000 and 10,000 certificates',
  async run(tell, contestants) {
    const figures: Figure[] = [];
    for (const scale of scales) {
      const found = await forEach(contestants, (contestant) => measure(contestant, scale, tell));
      figures.push(...found.map((figure) => ({ ...figure, name: `${scale.title}, ${figure.name}` })));
    }
    return figures;
  },
};

async function measure(
  contestant: Contestant,
  scale: Scale,
  tell: (what: string) => void,
): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    const model = await issueModel(arena);
    tell(`making ${scale.title}`);
    await arena.replaceController(() => populate(arena, model, scale));
    return await measureStart(arena, tell);
  } finally {
    await arena.stop();
  }
}

async function measureStart(arena: Arena, tell: (what: string) => void): Promise<readonly Figure[]> {
  const { plane } = arena;
  tell('starting the controller');
  const audited = (await plane.auditEvents()).length;
  const serverBefore = await cpuSecondsOf(plane.apiServerPid);
  const began = performance.now();
  await arena.replaceController();
  await untilReady(arena, certificateFor('newcomer'));
  const seconds = (performance.now() - began) / 1000;
  const cpu = await cpuSecondsOf(arena.controller().pid);
  await untilCalm(arena);
  const server = (await cpuSecondsOf(plane.apiServerPid)) - serverBefore;
  const own = ownRequests(arena, (await plane.auditEvents()).slice(audited));
  const needless = own.filter(isWrite).filter(({ objectRef }) => !objectRef?.name?.startsWith('newcomer'));
  return [
    { name: 'started until a new one is Ready', value: seconds, unit: 's' },
    { name: 'controller CPU until then', value: cpu, unit: 's' },
    { name: 'controller CPU until calm', value: await cpuSecondsOf(arena.controller().pid), unit: 's' },
    { name: 'API server CPU until calm', value: server, unit: 's' },
    {
      name: 'writes about the others',
      value: needless.length,
      unit: 'requests',
      limit: 1,
    },
    ...(await memoryFigures(arena)),
  ];
}

async function untilReady({ plane }: Arena, wanted: Certificate): Promise<void> {
  const created = await plane.admin.create(certificates, {
    ...wanted,
    metadata: { ...wanted.metadata, namespace },
  });
  const name = { namespace, name: created.metadata.name ?? '' };
  const isReady = async () =>
    isTrue((await plane.admin.get(certificates, name))?.status?.conditions, 'Ready') || undefined;
  await waitFor('the new certificate', isReady, { seconds: 900 });
}

/** Until the controller takes less than a twentieth of a core for three seconds. */
async function untilCalm({ controller }: Arena): Promise<void> {
  let before = await cpuSecondsOf(controller().pid);
  const look = async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const now = await cpuSecondsOf(controller().pid);
    const calm = now - before < 0.15;
    before = now;
    return calm || undefined;
  };
  await waitFor('the controller to come to rest', look, { seconds: 900 });
}
