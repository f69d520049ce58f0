import { describe, expect, it } from 'vitest';
import { startedFor } from '../cluster/suite.ts';
import { bodyOf, pathOf } from './dns-solver-client.ts';
import {
  address,
  caller,
  group,
  newValue,
  startSolverScene,
  type SolverProcess,
} from './dns-solver-scene.ts';

const apex = newValue();
const wildcard = newValue();
const foreign = 'google-site-verification=somebody-elses';

describe("what upstream's Go client sends", () => {
  const request = {
    uid: '',
    action: 'Present',
    type: 'dns-01',
    dnsName: 'example.com',
    key: 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM',
    resourceNamespace: 'cert-manager',
    resolvedFQDN: '_acme-challenge.example.com.',
    resolvedZone: 'example.com.',
    allowAmbientCredentials: true,
    config: { ttl: 600, recordLine: 'a&b' },
  };

  it('has no kind and an empty uid, escapes what HTML would, and ends in a line feed', () => {
    expect(bodyOf(request)).toBe(
      '{"request":{"uid":"","action":"Present","type":"dns-01","dnsName":"example.com",' +
        '"key":"LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM","resourceNamespace":"cert-manager",' +
        '"resolvedFQDN":"_acme-challenge.example.com.","resolvedZone":"example.com.",' +
        '"allowAmbientCredentials":true,"config":{"ttl":600,"recordLine":"a\\u0026b"}}}\n',
    );
  });
});

describe('a solver that upstream calls through the API server, from challenge to challenge', () => {
  const scene = startedFor(() => startSolverScene());
  const name = 'shop.example.com';
  const txt = () => scene().dns.txtRecords(`_acme-challenge.${name}`);
  const present = (value: string) => scene().solve('Present', name, value);
  const cleanUp = (value: string) => scene().solve('CleanUp', name, value);
  let solver: SolverProcess;

  it('starts, and somebody else has a TXT record at the name', async () => {
    solver = await scene().start();
    await scene().available(solver);
    await scene().dnspod.addTxt('example.com', '_acme-challenge.shop', foreign);

    expect(await txt()).toEqual([foreign]);
  });

  it('removes what was never there', async () => {
    await cleanUp(apex);

    expect(await txt()).toEqual([foreign]);
  });

  it('presents a value', async () => {
    await present(apex);

    expect(await txt()).toEqual([apex, foreign].sort());
  });

  it('presents it again, and there is still one', async () => {
    await present(apex);

    expect(await txt()).toEqual([apex, foreign].sort());
  });

  it('presents a second value beside it, as for the wildcard', async () => {
    await present(wildcard);

    expect(await txt()).toEqual([apex, wildcard, foreign].sort());
  });

  it('knows both after a restart', async () => {
    await solver.stop();
    solver = await scene().start();
    await scene().available(solver);
    await present(apex);

    expect(await txt()).toEqual([apex, wildcard, foreign].sort());
  });

  it('cleans up one value and leaves the others', async () => {
    await cleanUp(wildcard);

    expect(await txt()).toEqual([apex, foreign].sort());
  });

  it('cleans up one that is gone already', async () => {
    await cleanUp(wildcard);

    expect(await txt()).toEqual([apex, foreign].sort());
  });

  it('cleans up the other after it was killed in between', async () => {
    solver.kill('SIGKILL');
    await solver.exited;
    solver = await scene().start();
    await scene().available(solver);
    await cleanUp(apex);

    expect(await txt()).toEqual([foreign]);
  });

  it('answers as an upstream solver does: 201, JSON, with the id of the call', async () => {
    const request = { ...scene().request('Present', name, apex), uid: 'a-uid' };
    const { status, headers, body } = await scene().client.post(pathOf(address), bodyOf(request));

    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toEqual({
      kind: 'ChallengePayload',
      apiVersion: 'webhook.acme.cert-manager.io/v1alpha1',
      response: { uid: 'a-uid', success: true },
    });
    await cleanUp(apex);
  });

  it('says what upstream will write into the status, the same on every try', async () => {
    const elsewhere = { ...scene().request('Present', 'example.org', apex), resolvedZone: 'example.org.' };
    const complaint = async () =>
      scene()
        .client.solve(address, elsewhere)
        .catch((error: Error) => error.message);

    const first = await complaint();
    expect(first).toContain('the account');
    expect(await complaint()).toBe(first);
  });

  it('takes a solverName in capitals, which client-go writes in lower case', async () => {
    const capital = { groupName: group, solverName: 'DnsPod' };
    await scene().client.solve(capital, scene().request('Present', name, apex));

    expect(await txt()).toEqual([apex, foreign].sort());
    await scene().client.solve(capital, scene().request('CleanUp', name, apex));
  });

  it("leaves a foreign TXT record alone over 1,000 cycles, on ten names at once, beside each other's values", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `many${index}.example.com`);
    await Promise.all(
      names.map((_, index) => scene().dnspod.addTxt('example.com', `_acme-challenge.many${index}`, foreign)),
    );
    const lookUp = (of: string) => scene().dns.txtRecords(`_acme-challenge.${of}`);
    const seenSideBySide: boolean[] = [];
    const fiftyCyclesOf = async (of: string) => {
      for (let cycle = 0; cycle < 50; cycle += 1) {
        const value = newValue();
        await scene().solve('Present', of, value);
        if (cycle % 10 === 0) {
          const values = await lookUp(of);
          seenSideBySide.push(values.includes(value) && values.includes(foreign));
        }
        await scene().solve('CleanUp', of, value);
      }
    };
    await Promise.all(names.flatMap((of) => [fiftyCyclesOf(of), fiftyCyclesOf(of)]));

    expect(seenSideBySide).toEqual(Array.from({ length: 100 }, () => true));
    for (const of of names) expect(await lookUp(of)).toEqual([foreign]);
    const answered = (await solver.logs()).split('\n').filter((line) => line.includes('"outcome":"solved"'));
    expect(answered.length).toBeGreaterThanOrEqual(2000);
  });

  it('writes no value, no key and no token into its log', async () => {
    const logs = await solver.logs();
    const { secretId, secretKey } = scene().dnspod.key;

    expect(logs).toContain(`system:serviceaccount:${caller.namespace}:${caller.name}`);
    for (const secret of [apex, wildcard, secretId, secretKey, 'eyJ']) expect(logs).not.toContain(secret);
  });
});
