import { describe, expect, it } from 'vitest';
import { parseQueryLog, parseUpdateLog } from './bind9-log.ts';

describe("bind9's query log", () => {
  it('tells who asked a resolver and who asked an authoritative server', () => {
    const log = [
      '2026-11-24T03:32:55.931Z queries: client @0x7f 127.0.0.1#42255 (example.com): query: example.com IN SOA + (127.0.0.1)',
      '2026-11-24T03:32:56.000Z queries: client @0x7f 127.0.0.1#42256/key k (a.example.com): query: a.example.com IN TXT -ST (127.0.0.1)',
      '',
    ].join('\n');

    expect(parseQueryLog(log)).toEqual([
      {
        at: new Date('2026-11-24T03:32:55.931Z'),
        name: 'example.com',
        type: 'SOA',
        recursionDesired: true,
        overTcp: false,
      },
      {
        at: new Date('2026-11-24T03:32:56Z'),
        name: 'a.example.com',
        type: 'TXT',
        recursionDesired: false,
        overTcp: true,
      },
    ]);
  });
});

describe("bind9's update log", () => {
  const update = (what: string) =>
    `2026-11-24T03:32:55.847Z update: client @0x7f 127.0.0.1#49805/key test-key: updating zone 'example.com/IN': ${what}`;
  const change = {
    at: new Date('2026-11-24T03:32:55.847Z'),
    zone: 'example.com',
    name: 'a.example.com',
    type: 'TXT',
  };

  it('tells what was added, and that one value or all were deleted', () => {
    const log = [
      '2026-11-24T03:32:55.847Z update-security: client @0x7f 127.0.0.1#49805/key test-key: signer "test-key" approved',
      update(`adding an RR at 'a.example.com' TXT "one two"`),
      update('deleting an RR at a.example.com TXT'),
      update(`deleting rrset at 'a.example.com' TXT`),
    ].join('\n');

    expect(parseUpdateLog(log)).toEqual([
      { ...change, change: 'add', value: 'one two' },
      { ...change, change: 'delete' },
      { ...change, change: 'deleteAll' },
    ]);
  });
});
