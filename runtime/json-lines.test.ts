import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from './json-lines.ts';

async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

async function read(bytes: Buffer, sizes: readonly number[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readJsonLines(chunksOf(bytes, sizes))) values.push(value);
  return values;
}

describe('a stream with one JSON value per line', () => {
  it('gives the same values wherever the chunks are cut, inside a character too', async () => {
    const values = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 8 });
    const sizes = fc.array(fc.nat({ max: 20 }), { maxLength: 20 });
    const property = fc.asyncProperty(values, sizes, async (wanted, cuts) => {
      const text = wanted.map((value) => `${JSON.stringify(value)}\n`).join('');
      expect(await read(Buffer.from(text), cuts)).toEqual(JSON.parse(JSON.stringify(wanted)));
    });

    await expect(fc.assert(property)).resolves.toBeUndefined();
  });

  it('ignores a last line that was cut off', async () => {
    expect(await read(Buffer.from('{"a":1}\n{"b":'), [])).toEqual([{ a: 1 }]);
  });
});
