import packet from 'dns-packet';
import type { Answer, DecodedPacket, OptAnswer } from 'dns-packet';
import { absoluteName, encodeName } from './name.ts';

/** The record types certloom asks for. */
type QueryType = 'A' | 'AAAA' | 'CNAME' | 'NS' | 'SOA' | 'TXT';

/** One resource record. Names are lower case and end in a dot; TTLs are seconds. */
type DnsRecord =
  | {
      readonly type: 'A' | 'AAAA';
      readonly name: string;
      readonly ttlSeconds: number;
      readonly address: string;
    }
  | {
      readonly type: 'CNAME' | 'NS';
      readonly name: string;
      readonly ttlSeconds: number;
      readonly target: string;
    }
  | {
      readonly type: 'SOA';
      readonly name: string;
      readonly ttlSeconds: number;
      /** How long resolvers remember that a name is absent, together with the TTL (RFC 2308 section 5). */
      readonly minimumSeconds: number;
    }
  /** The character strings of a TXT record are one value, joined without a space (RFC 7208 section 3.3). */
  | { readonly type: 'TXT'; readonly name: string; readonly ttlSeconds: number; readonly value: string };

/** What one server said to one question. */
export interface DnsAnswer {
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, …: RFC 1035 section 4.1.1 and later. */
  readonly rcode: string;
  /** The AA flag: the server speaks for the zone and does not repeat what it heard. */
  readonly authoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
}

export interface DnsQuestion {
  /** Absolute: ends in a dot. */
  readonly name: string;
  readonly type: QueryType;
}

/** A reply as it came: with what is needed to tell whether it belongs to the question. */
export interface DnsReply extends DnsAnswer {
  readonly id: number;
  readonly truncated: boolean;
  readonly question: DnsQuestion | undefined;
}

export interface QueryOptions {
  readonly id: number;
  readonly recursionDesired: boolean;
  /** RFC 6891; some old servers answer FORMERR to it. */
  readonly edns: boolean;
}

/** Large enough for any set of ACME values, small enough not to be cut into fragments on the way (DNS flag day 2020). */
const udpPayloadBytes = 1232;

/** The query as it goes over the wire. @throws {TerminalFailure} `InvalidName`: dns-packet would write nonsense */
export function encodeQuery(question: DnsQuestion, options: QueryOptions): Buffer {
  encodeName(question.name);
  const opt: OptAnswer = {
    type: 'OPT',
    name: '.',
    udpPayloadSize: udpPayloadBytes,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
  };
  return packet.encode({
    type: 'query',
    id: options.id,
    flags: options.recursionDesired ? packet.RECURSION_DESIRED : 0,
    questions: [{ name: question.name, type: question.type, class: 'IN' }],
    additionals: options.edns ? [opt] : [],
  });
}

/** @returns `undefined` for bytes that are no DNS reply: whoever listens goes on waiting for a real one */
export function decodeReply(bytes: Buffer): DnsReply | undefined {
  const decoded = decodePacket(bytes);
  if (decoded?.type !== 'response') return undefined;
  const [question] = decoded.questions ?? [];
  return {
    id: decoded.id ?? 0,
    rcode: decoded.rcode,
    truncated: decoded.flag_tc,
    authoritative: decoded.flag_aa,
    question: question && { name: absoluteName(question.name), type: question.type as QueryType },
    answers: readRecords(decoded.answers),
    authorities: readRecords(decoded.authorities),
  };
}

/** dns-packet sets `rcode`, its types do not say so. */
function decodePacket(bytes: Buffer): (DecodedPacket & { readonly rcode: string }) | undefined {
  try {
    return packet.decode(bytes) as DecodedPacket & { readonly rcode: string };
  } catch {
    return undefined;
  }
}

function readRecords(answers: readonly Answer[] = []): readonly DnsRecord[] {
  return answers.flatMap((answer) => readRecord(answer) ?? []);
}

function readRecord(answer: Answer): DnsRecord | undefined {
  if (answer.type === 'OPT') return undefined;
  const base = { name: absoluteName(answer.name), ttlSeconds: answer.ttl ?? 0 };
  if (answer.type === 'A' || answer.type === 'AAAA')
    return { ...base, type: answer.type, address: answer.data };
  if (answer.type === 'CNAME' || answer.type === 'NS') {
    return { ...base, type: answer.type, target: absoluteName(answer.data) };
  }
  if (answer.type === 'SOA') return { ...base, type: 'SOA', minimumSeconds: answer.data.minimum ?? 0 };
  return answer.type === 'TXT' ? { ...base, type: 'TXT', value: joinChunks(answer.data) } : undefined;
}

function joinChunks(data: string | Buffer | readonly (string | Buffer)[]): string {
  const chunks = typeof data === 'string' || Buffer.isBuffer(data) ? [data] : data;
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as string))).toString('utf8');
}
