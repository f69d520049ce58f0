import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { connect, type ClientHttp2Session } from 'node:http2';
import { createConnection } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

/** What a plugin made of a folder: manifests, or why there are none. */
export type Generated = { readonly manifests: readonly string[] } | { readonly error: string };

/** Argo CD's repo server, as its plugins see it: gRPC over a socket (`plugin.ConfigManagementPluginService`). */
export interface CmpClient {
  /** Whether the plugin takes a folder for one of its own. */
  matches(folder: string): Promise<boolean>;
  generate(folder: string, env?: Readonly<Record<string, string>>): Promise<Generated>;
  close(): void;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 128))
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  return Buffer.from(bytes);
}

/** A member of a protocol buffer that is text, bytes or a message. */
function member(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } {
  let [value, scale, at] = [0, 1, start];
  for (;;) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) return { value, end: at };
  }
}

/** The members of a message: bytes for those with a length, else a number. */
function membersOf(bytes: Buffer): readonly (readonly [number: number, value: Buffer | number])[] {
  const found: (readonly [number, Buffer | number])[] = [];
  let at = 0;
  while (at < bytes.length) {
    const key = readVarint(bytes, at);
    const { value, end } = readVarint(bytes, key.end);
    const hasLength = key.value % 8 === 2;
    found.push([Math.floor(key.value / 8), hasLength ? bytes.subarray(end, end + value) : value]);
    at = hasLength ? end + value : end;
  }
  return found;
}

function framed(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The folder as the repo server sends it: what it is, then its files in one archive. */
function requestFor(folder: string, env: Readonly<Record<string, string>>): Buffer {
  const archive = execFileSync('tar', ['-czf', '-', '-C', folder, '.']);
  const entries = Object.entries(env).map(([name, value]) =>
    member(5, Buffer.concat([member(1, name), member(2, value)])),
  );
  const metadata = Buffer.concat([
    member(1, 'shop'),
    member(2, '.'),
    member(3, createHash('sha256').update(archive).digest('hex')),
    Buffer.concat([varint(4 * 8), varint(archive.length)]),
    ...entries,
  ]);
  return Buffer.concat([framed(member(1, metadata)), framed(member(2, member(1, archive)))]);
}

/** @returns the message of the answer, or what is wrong */
async function call(session: ClientHttp2Session, method: string, body: Buffer): Promise<Buffer | string> {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/plugin.ConfigManagementPluginService/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  let problem = '';
  const note = (headers: Readonly<Record<string, unknown>>): void => {
    if ((headers['grpc-status'] ?? '0') !== '0')
      problem = decodeURIComponent(String(headers['grpc-message']));
  };
  stream.on('response', note).on('trailers', note);
  stream.end(body);
  const answer = Buffer.from(await textOf(stream.setEncoding('latin1')), 'latin1');
  return problem === '' ? answer.subarray(5) : problem;
}

export function connectToPlugin(socket: string): CmpClient {
  const session = connect('http://plugin', { createConnection: () => createConnection(socket) });
  return {
    async matches(folder) {
      const answer = await call(session, 'MatchRepository', requestFor(folder, {}));
      if (typeof answer === 'string') throw new Error(answer);
      return membersOf(answer).some(([number, value]) => number === 1 && value === 1);
    },
    async generate(folder, env = {}) {
      const answer = await call(session, 'GenerateManifest', requestFor(folder, env));
      if (typeof answer === 'string') return { error: answer };
      const manifests = membersOf(answer).filter(([number]) => number === 1);
      return { manifests: manifests.map(([, value]) => value.toString()) };
    },
    close: () => session.close(),
  };
}
