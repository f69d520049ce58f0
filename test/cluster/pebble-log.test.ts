import { describe, expect, it } from 'vitest';
import { parseOrders } from './pebble.ts';

describe("Pebble's log", () => {
  it('tells what became of every order', () => {
    const log = [
      'Pebble 2026/11/24 03:33:53 Added order "first" to the db',
      'Pebble 2026/11/24 03:33:53 There are now 1 orders in the db',
      'Pebble 2026/11/24 03:33:54 Order first is fully authorized. Processing finalization',
      'Pebble 2026/11/24 03:33:54 Issued certificate serial 4f5fed0b for order first',
      'Pebble 2026/11/24 03:33:55 Added order "second" to the db',
    ].join('\n');

    expect(parseOrders(log)).toEqual([
      { id: 'first', finalized: true, serial: '4f5fed0b' },
      { id: 'second', finalized: false },
    ]);
  });
});
