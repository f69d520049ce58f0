import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { textLine } from './log-text.ts';

describe('a log in text', () => {
  it('reads as that of Kubernetes', () => {
    const json =
      '{"level":"warn","time":"2026-11-24T14:05:06.123Z","controller":"orders","names":["a","b"],"msg":"Said \\"no\\""}';

    expect(textLine(json)).toBe(
      'W1124 14:05:06.123000 "Said \\"no\\"" controller="orders" names=["a","b"]\n',
    );
  });

  it('strikes out secrets as the one in JSON does', async () => {
    const stream = new PassThrough();
    createLogger({ level: 'info', format: 'text', stream }).info({ token: 'abc', port: 6443 }, 'Listening');
    stream.end();

    expect(await text(stream)).toMatch(/^I\d{4} [\d:]+\.\d{6} "Listening" token="\[redacted\]" port=6443\n$/);
  });
});
