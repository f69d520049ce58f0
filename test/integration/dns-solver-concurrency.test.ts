import { beforeAll, describe, expect, it } from 'vitest';
import { startedFor } from '../cluster/suite.ts';
import { manyNames, runLoad } from './dns-solver-load.ts';
import { newValue, type SolverProcess, startSolverScene } from './dns-solver-scene.ts';

const foreign = 'somebody-elses';
const concurrency = 64;

describe('64 calls at a time, while lists are 2 s behind and DNSPod turns every tenth call away', () => {
  const scene = startedFor(() => startSolverScene({ listLagSeconds: 2, throttled: 0.1 }));
  const values = (name: string) => scene().dns.txtRecords(`_acme-challenge.${name}`);

  let solver: SolverProcess;

  beforeAll(async () => {
    solver = await scene().start();
    await scene().available(solver);
  });

  it('all come right on one name: 64 values side by side, and none is left', async () => {
    const name = 'crowded.example.com';
    await scene().dnspod.addTxt('example.com', '_acme-challenge.crowded', foreign);
    const wanted = Array.from({ length: concurrency }, newValue);

    await Promise.all(wanted.map((value) => scene().solve('Present', name, value)));
    expect(await values(name)).toEqual([...wanted, foreign].sort());

    await Promise.all(wanted.map((value) => scene().solve('CleanUp', name, value)));
    expect(await values(name)).toEqual([foreign]);
  });

  it('all come right when each value is presented and cleaned up twice at the same time', async () => {
    const name = 'twice.example.com';
    const wanted = Array.from({ length: concurrency / 2 }, newValue);
    const twice = (action: 'Present' | 'CleanUp') =>
      Promise.all([...wanted, ...wanted].map((value) => scene().solve(action, name, value)));

    await twice('Present');
    expect(await values(name)).toEqual(wanted.toSorted());

    await twice('CleanUp');
    expect(await values(name)).toEqual([]);
  });

  it('all come right on many names', async () => {
    const names = manyNames(32);

    const { seconds, complaints } = await runLoad(scene(), { concurrency, names, cycles: 256 });
    expect(complaints).toEqual([]);
    expect(seconds).toHaveLength(512);
    for (const name of names) expect(await values(name)).toEqual([]);
  });

  it('what one process presented, another cleans up that has only the list, late as it is', async () => {
    const names = manyNames(8);
    const wanted = names.map(() => newValue());
    await Promise.all(names.map((name, index) => scene().solve('Present', name, wanted[index] ?? '')));
    solver.kill('SIGKILL');
    await solver.exited;
    solver = await scene().start();
    await scene().available(solver);
    await Promise.all(names.map((name, index) => scene().solve('CleanUp', name, wanted[index] ?? '')));

    for (const name of names) expect(await values(name)).toEqual([]);
  });
});
