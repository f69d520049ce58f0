import { setTimeout as sleep } from 'node:timers/promises';
import { fetch } from 'undici';
import { describe, expect, it } from 'vitest';
import type { DnsQuestion } from '../../dns/message.ts';
import { askServer } from '../../dns/query.ts';
import { startedFor } from '../cluster/suite.ts';
import { startSolverScene } from './dns-solver-scene.ts';

/** As upstream's suite has it, but for the intervals: `SetDNSServer`, `SetUseAuthoritative`. */
interface Fixture {
  readonly server: string;
  readonly useAuthoritative: boolean;
  readonly fqdn: string;
}

const pollMilliseconds = 100;
const limitSeconds = 20;
const key1 = '123d==';
const key2 = 'anothertestingkey';

async function poll(what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`timed out waiting for ${what}`);
    await sleep(pollMilliseconds);
  }
}

async function answersOf(server: string, question: DnsQuestion, recursionDesired: boolean) {
  const reply = await askServer({ server, question, recursionDesired }, fetch);
  if (reply.rcode !== 'NOERROR' && reply.rcode !== 'NXDOMAIN') throw new Error(`${server}: ${reply.rcode}`);
  return reply.answers;
}

async function valuesAt(server: string, fqdn: string, recursionDesired: boolean): Promise<readonly string[]> {
  const answers = await answersOf(server, { name: fqdn, type: 'TXT' }, recursionDesired);
  return answers.flatMap((answer) => (answer.type === 'TXT' ? [answer.value] : []));
}

/** Whom upstream asks whether a value is there: the given server, or every name server of the zone on port 53. */
async function serversOf({ server, useAuthoritative, fqdn }: Fixture): Promise<readonly string[]> {
  if (!useAuthoritative) return [server];
  for (let name = fqdn; name !== ''; name = name.slice(name.indexOf('.') + 1)) {
    const soa = await answersOf(server, { name, type: 'SOA' }, true);
    if (soa.some(({ type }) => type === 'SOA')) return addressesOf(server, name);
  }
  throw new Error(`no zone was found for ${fqdn}`);
}

async function addressesOf(server: string, zone: string): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const ns of await answersOf(server, { name: zone, type: 'NS' }, true)) {
    if (ns.type !== 'NS') continue;
    for (const a of await answersOf(server, { name: ns.target, type: 'A' }, true))
      if (a.type === 'A') addresses.push(`${a.address}:53`);
  }
  return addresses;
}

async function isPropagated(fixture: Fixture, value: string): Promise<boolean> {
  const servers = await serversOf(fixture);
  expect(servers).not.toEqual([]);
  const seen = await Promise.all(servers.map((server) => valuesAt(server, fixture.fqdn, false)));
  return seen.every((values) => values.includes(value));
}

/** One question to the given server, recursive only in authoritative mode: so it is upstream. */
async function isDeleted({ server, useAuthoritative, fqdn }: Fixture, value: string): Promise<boolean> {
  return !(await valuesAt(server, fqdn, useAuthoritative)).includes(value);
}

describe.each([
  ['asking a recursive server', false],
  ['asking the authoritative servers', true],
])("upstream's conformance suite in its strict form, %s", (_, useAuthoritative) => {
  const scene = startedFor(async () => {
    const started = await startSolverScene();
    await started.available(await started.start());
    return started;
  });
  const fixtureOf = (name: string): Fixture => ({
    server: scene().dns.server,
    useAuthoritative,
    fqdn: `_acme-challenge.${name}.`,
  });

  it('Basic/PresentRecord', async () => {
    const name = 'basic-present-record.example.com';
    const fixture = fixtureOf(name);

    await scene().solve('Present', name, key1);
    await poll('the value to be there', () => isPropagated(fixture, key1));
    await scene().solve('CleanUp', name, key1);
    await poll('the value to be gone', () => isDeleted(fixture, key1));

    await expect(scene().solve('CleanUp', name, key1)).resolves.toBeUndefined();
  });

  it('Extended/DeletingOneRecordRetainsOthers', async () => {
    const name = 'extended-supports-multiple-same-domain.example.com';
    const fixture = fixtureOf(name);

    await scene().solve('Present', name, key1);
    await scene().solve('Present', name, key2);
    await poll(
      'both values to be there',
      async () => (await isPropagated(fixture, key1)) && isPropagated(fixture, key2),
    );
    await scene().solve('CleanUp', name, key2);
    await poll('the second value to be gone', () => isDeleted(fixture, key2));
    expect(await isPropagated(fixture, key1)).toBe(true);
    for (const key of [key1, key2]) await scene().solve('CleanUp', name, key);
    await poll('the first value to be gone', () => isDeleted(fixture, key1));
  });
});
