import { isTrue, rfc3339 } from '../api/conditions.ts';
import { certificates } from '../api/kinds.ts';
import { isWrite } from '../test/cluster/audit.ts';
import { certificateFor } from '../test/cluster/controller-scene.ts';
import { waitFor } from '../test/cluster/loopback.ts';
import { type Arena, namespace, startArena } from './arena.ts';
import { atOnce } from './at-once.ts';
import { startBystander } from './bystander.ts';
import type { Contestant } from './contestants.ts';
import { costOf, ownRequests } from './cost.ts';
import { issue } from './issuance.ts';
import { type Figure, type Suite, forEach } from './suite.ts';

const count = 500;
const askedAtOnce = 16;

/** All certificates are renewed at once, as after a CA was revoked; what others notice of it. */
export const renewal: Suite = {
  name: 'renewal',
  summary: `${count} renewals at once, with a bystander and a new certificate meanwhile`,
  run: (tell, contestants) => forEach(contestants, (contestant) => measure(contestant, tell)),
};

async function measure(contestant: Contestant, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell('starting a cluster');
  const arena = await startArena(contestant);
  try {
    const names = Array.from({ length: count }, (_, index) => `renewed-${index}`);
    tell(`issuing ${count} certificates`);
    await issue(
      arena,
      names.map((name) => certificateFor(name)),
    );
    tell('renewing them');
    const audited = (await arena.plane.auditEvents()).length;
    const bystander = await startBystander(arena);
    let seconds = 0;
    let newcomer = 0;
    const cost = await costOf(arena, count, async () => {
      const began = performance.now();
      await atOnce(askedAtOnce, names, (name) => renew(arena, name));
      newcomer = await secondsOfNewcomer(arena);
      await untilRenewed(arena, names);
      seconds = (performance.now() - began) / 1000;
    });
    const made = await requestsMade(arena, audited);
    return [
      { name: `${count} renewals`, value: seconds, unit: 's' },
      ...(await bystander.leave()),
      { name: 'a new certificate meanwhile, apply to Ready', value: newcomer, unit: 's' },
      ...cost,
      { name: 'requests too many', value: made - count, unit: 'requests', limit: 1 },
    ];
  } finally {
    await arena.stop();
  }
}

/** As `cmctl renew` does. */
async function renew({ plane }: Arena, name: string): Promise<void> {
  const condition = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    lastTransitionTime: rfc3339(new Date()),
  } as const;
  const found = await plane.admin.get(certificates, { namespace, name });
  if (found === undefined) throw new Error(`there is no certificate ${name}`);
  const conditions = [...(found.status?.conditions ?? []), condition];
  await plane.admin.replaceStatus(certificates, { ...found, status: { ...found.status, conditions } });
}

async function secondsOfNewcomer({ plane }: Arena): Promise<number> {
  const name = { namespace, name: 'newcomer' };
  await plane.admin.create(certificates, { ...certificateFor(name.name), metadata: name });
  const began = performance.now();
  const isReady = async () =>
    isTrue((await plane.admin.get(certificates, name))?.status?.conditions, 'Ready') || undefined;
  await waitFor('the new certificate', isReady, { seconds: 600 });
  return (performance.now() - began) / 1000;
}

/** Those of earlier revisions are gone by now, so the log tells. */
async function requestsMade(arena: Arena, from: number): Promise<number> {
  const own = ownRequests(arena, (await arena.plane.auditEvents()).slice(from)).filter(isWrite);
  const creates = own.filter(
    ({ verb, objectRef }) => verb === 'create' && objectRef?.resource === 'certificaterequests',
  );
  return creates.length - 1; // that of the new certificate
}

async function untilRenewed({ plane }: Arena, names: readonly string[]): Promise<void> {
  const renewed = async () => {
    const all = await plane.admin.list(certificates, { namespace });
    const done = all.filter(({ status }) => status?.revision === 2 && !isTrue(status.conditions, 'Issuing'));
    return done.length >= names.length || undefined;
  };
  await waitFor('all renewals', renewed, { seconds: 600, everyMs: 500 });
}
