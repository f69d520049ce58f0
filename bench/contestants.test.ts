import { describe, expect, it } from 'vitest';
import { contestantsFrom } from './contestants.ts';
import { cpuSecondsOf, residentBytesOf } from './process-figures.ts';

describe('the contestants', () => {
  it('are ourselves alone where no peer is named', () => {
    expect(contestantsFrom({ PEER_CONTROLLER: '' })).toEqual([{ name: 'certloom' }]);
  });

  it('are ourselves, then the peer, with our own webhook where it brings none', () => {
    expect(contestantsFrom({ PEER_CONTROLLER: '/opt/peer/controller' })).toEqual([
      { name: 'certloom' },
      { name: 'peer', controller: '/opt/peer/controller' },
    ]);
  });
});

describe('what the kernel says of a process', () => {
  it('is read in spite of blanks and parentheses in its name', () => {
    const stat = '4242 (a (b) c) S 1 4242 4242 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 11 0 99 1000 200';

    expect(cpuSecondsOf(stat)).toBe(2);
  });

  it('counts memory in bytes', () => {
    expect(residentBytesOf('Name:\tnode\nVmHWM:\t   900 kB\nVmRSS:\t   800 kB\n')).toBe(819_200);
  });
});
