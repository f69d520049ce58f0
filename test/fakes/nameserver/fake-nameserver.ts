import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import packet from 'dns-packet';
import type { Answer, Packet } from 'dns-packet';

/** What was asked, and how. */
export interface AskedQuestion {
  /** Lower case, with a dot at its end. */
  readonly name: string;
  readonly type: string;
  readonly over: 'udp' | 'tcp';
  readonly recursionDesired: boolean;
  readonly edns: boolean;
}

/** One reply; everything but the answers has the value of an ordinary, authoritative one. */
export interface ScriptedReply {
  readonly rcode?: 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'REFUSED';
  readonly answers?: readonly Answer[];
  readonly authoritative?: boolean;
  readonly truncated?: boolean;
  /** Comes before the reply: the same, with the wrong id or about another name. */
  readonly forgedFirst?: 'id' | 'question';
}

export type Script = (question: AskedQuestion) => ScriptedReply | 'silence';

/** A nameserver that says what it is told to, by UDP and TCP on one port. */
export interface FakeNameserver {
  /** `127.x.y.z:<port>`. */
  readonly server: string;
  readonly port: number;
  readonly asked: readonly AskedQuestion[];
  script: Script;
  stop(): Promise<void>;
}

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

/** @param where any free port of 127.0.0.1 when left out */
export async function startFakeNameserver(
  script: Script,
  where: { readonly address?: string; readonly port?: number } = {},
): Promise<FakeNameserver> {
  const { address = '127.0.0.1' } = where;
  const asked: AskedQuestion[] = [];
  const fake = { script };
  const connections = new Set<Socket>();
  const replies = (bytes: Buffer, over: AskedQuestion['over']): readonly Buffer[] => {
    const question = readQuestion(bytes, over);
    asked.push(question);
    const reply = fake.script(question);
    return reply === 'silence' ? [] : encodeReplies(bytes, reply);
  };
  const tcp = createServer((socket) => {
    connections.add(socket);
    socket.on('error', () => {});
    socket.once('data', (data) => {
      for (const reply of replies(data.subarray(2), 'tcp')) socket.write(framed(reply));
    });
  });
  await new Promise<void>((resolve) => tcp.listen(where.port ?? 0, address, resolve));
  const { port } = tcp.address() as { port: number };
  const udp = createSocket('udp4');
  udp.on('message', (bytes, from) => {
    for (const reply of replies(bytes, 'udp')) udp.send(reply, from.port, from.address);
  });
  await new Promise<void>((resolve) => udp.bind(port, address, resolve));

  return Object.assign(fake, {
    server: `${address}:${port}`,
    port,
    asked,
    async stop() {
      for (const connection of connections) connection.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(resolve)),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  });
}

function readQuestion(bytes: Buffer, over: AskedQuestion['over']): AskedQuestion {
  const query = packet.decode(bytes);
  const [question] = query.questions ?? [];
  return {
    name: `${question?.name.toLowerCase() ?? ''}.`,
    type: question?.type ?? '',
    over,
    recursionDesired: query.flag_rd,
    edns: query.additionals?.some(({ type }) => type === 'OPT') ?? false,
  };
}

function encodeReplies(query: Buffer, reply: ScriptedReply): readonly Buffer[] {
  const { id = 0, questions = [] } = packet.decode(query);
  const answers = [...(reply.answers ?? [])];
  const said: Packet = { type: 'response', id, flags: flagsOf(reply), questions, answers };
  const lies = answers.map((answer) => (answer.type === 'TXT' ? { ...answer, data: 'forged' } : answer));
  const forged: Record<NonNullable<ScriptedReply['forgedFirst']>, Packet> = {
    id: { ...said, id: id ^ 1, answers: lies },
    question: { ...said, questions: [{ name: 'other.example', type: 'TXT', class: 'IN' }], answers: lies },
  };
  const first = reply.forgedFirst && forged[reply.forgedFirst];
  return [...(first ? [first] : []), said].map((one) => packet.encode(one));
}

function flagsOf({ rcode = 'NOERROR', authoritative = true, truncated = false }: ScriptedReply): number {
  const bits =
    (authoritative ? packet.AUTHORITATIVE_ANSWER : 0) | (truncated ? packet.TRUNCATED_RESPONSE : 0);
  return bits | rcodes[rcode];
}

function framed(reply: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(reply.length);
  return Buffer.concat([length, reply]);
}
