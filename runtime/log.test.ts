import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger, type Log } from './log.ts';

function logInto(lines: Record<string, unknown>[]): Log {
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) lines.push(JSON.parse(line));
  });
  return createLogger({ level: 'info', stream });
}

const privateKey = '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----'; // not a key: nine bytes of one

describe('a log', () => {
  it('writes one JSON line with level, time, fields and sentence', () => {
    const lines: Record<string, unknown>[] = [];
    logInto(lines).child({ controller: 'orders' }).info({ object: 'shop/web' }, 'Order is valid');

    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        controller: 'orders',
        object: 'shop/web',
        msg: 'Order is valid',
      },
    ]);
  });

  it('stays silent below its level', () => {
    const lines: Record<string, unknown>[] = [];
    logInto(lines).debug({}, 'Looked again');

    expect(lines).toEqual([]);
  });

  it('strikes out secrets by name, however deep and in child fields too', () => {
    const lines: Record<string, unknown>[] = [];
    logInto(lines)
      .child({ token: 'abc' })
      .info({ secret: { data: { 'tls.key': 'AAAA' } }, list: [{ password: 'hunter2' }] }, 'Secret was read');

    expect(lines[0]).toMatchObject({
      token: '[redacted]',
      secret: { data: '[redacted]' },
      list: [{ password: '[redacted]' }],
    });
  });

  it('strikes out private keys and tokens inside texts and errors', () => {
    const lines: Record<string, unknown>[] = [];
    const error = new Error(`cannot parse ${privateKey}`, { cause: new Error('Bearer abc.def refused') });
    logInto(lines).error({ err: error, text: privateKey }, 'Key cannot be used');

    expect(JSON.stringify(lines)).not.toContain('MIGHAgEAMBMG');
    expect(lines[0]).toMatchObject({
      text: '[redacted]',
      err: { type: 'Error', message: 'cannot parse [redacted]', cause: { message: '[redacted] refused' } },
    });
  });

  it('shows of an error its name, text, code and stack, and not what a library hung on it', () => {
    const lines: Record<string, unknown>[] = [];
    const error = Object.assign(new TypeError('no answer'), {
      code: 'ECONNREFUSED',
      body: 'much',
      headers: { authorization: 'x' },
    });
    logInto(lines).error({ err: error }, 'Call failed');

    expect(lines[0]?.['err']).toEqual({
      type: 'TypeError',
      message: 'no answer',
      code: 'ECONNREFUSED',
      stack: expect.any(String),
    });
  });

  it('survives a value that contains itself', () => {
    const lines: Record<string, unknown>[] = [];
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    logInto(lines).info({ circle }, 'Looked at a circle');

    expect(lines).toHaveLength(1);
  });
});
