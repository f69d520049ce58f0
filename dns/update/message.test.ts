import packet from 'dns-packet';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { encodeName } from '../name.ts';
import { encodeUpdate } from './message.ts';

/** Where the class of the only update is: after the header, the zone section and the name. */
function classAt(message: Buffer, zone: string, fqdn: string): number {
  return message.readUInt16BE(12 + encodeName(zone).length + 4 + encodeName(fqdn).length + 2);
}

describe('an update of a zone', () => {
  const fqdn = '_acme-challenge.Shop.example.';
  const add = encodeUpdate(0x1234, 'shop.example.', { do: 'add', fqdn, value: 'v', ttlSeconds: 60 });
  const remove = encodeUpdate(1, 'shop.example.', { do: 'remove', fqdn, value: 'v' });

  it('names the zone and adds one record with its TTL', () => {
    const { id, flags, questions, authorities } = packet.decode(add);

    expect({ id, opcode: ((flags ?? 0) >> 11) & 0xf }).toEqual({ id: 0x1234, opcode: 5 });
    expect(questions).toEqual([{ name: 'shop.example', type: 'SOA', class: 'IN' }]);
    expect(authorities).toMatchObject([
      { name: '_acme-challenge.shop.example', type: 'TXT', class: 'IN', ttl: 60, data: [Buffer.from('v')] },
    ]);
  });

  it('trap 22: deletes one record by class NONE, which is 254 (a library writes 0), and TTL 0', () => {
    expect(classAt(remove, 'shop.example.', fqdn)).toBe(254);
    expect(packet.decode(remove).authorities).toMatchObject([{ ttl: 0 }]);
  });

  test.prop([fc.string({ maxLength: 2000, unit: 'binary' })])(
    'carries any value, cut into strings of 255 bytes',
    (value) => {
      const message = encodeUpdate(1, 'example.', { do: 'add', fqdn: 'a.example.', value, ttlSeconds: 1 });
      const [record] = packet.decode(message).authorities ?? [];
      const chunks = record?.type === 'TXT' ? (record.data as readonly Buffer[]) : [];

      expect(Buffer.concat(chunks)).toEqual(Buffer.from(value, 'utf8'));
      expect(chunks.slice(0, -1).every(({ length }) => length === 255)).toBe(true);
    },
  );
});
