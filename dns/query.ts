import { randomInt } from 'node:crypto';
import { isDohUrl, parseEndpoint } from './nameserver.ts';
import { askByHttps } from './doh.ts';
import { decodeReply, encodeQuery } from './message.ts';
import { absoluteName } from './name.ts';
import { exchangeByTcp, exchangeByUdp } from './transport.ts';
import type { DnsQuestion, DnsReply, QueryOptions } from './message.ts';
import type { Fetch } from './provider.ts';

/** One question to one server. */
export interface Query {
  /** `host:port`, or an `https://` URL. */
  readonly server: string;
  readonly question: DnsQuestion;
  readonly recursionDesired: boolean;
}

const udpSeconds = 2;
const tcpSeconds = 3;

/**
 * Asks one server: UDP, then TCP when the answer was cut short or did not come; without EDNS when the server is too old
 * for it (RFC 6891 section 7).
 *
 * @throws {TransientFailure} `DnsServerUnreachable`
 */
export async function askServer(query: Query, fetch: Fetch): Promise<DnsReply> {
  if (isDohUrl(query.server)) return askByHttps(query.server, query.question, fetch);
  const reply = await askOnce(query, true);
  return reply.rcode === 'FORMERR' ? askOnce(query, false) : reply;
}

async function askOnce({ server, question, recursionDesired }: Query, edns: boolean): Promise<DnsReply> {
  const options: QueryOptions = { id: randomInt(0x10000), recursionDesired, edns };
  const exchange = {
    endpoint: parseEndpoint(server),
    payload: encodeQuery(question, options),
    accept: (bytes: Buffer) => replyTo(question, options.id, bytes),
  };
  const byTcp = (): Promise<DnsReply> => exchangeByTcp({ ...exchange, timeoutSeconds: tcpSeconds });
  let reply: DnsReply;
  try {
    reply = await exchangeByUdp({ ...exchange, timeoutSeconds: udpSeconds });
  } catch {
    return byTcp();
  }
  return reply.truncated ? byTcp() : reply;
}

/** RFC 5452 section 9: the id and the question must be ours. FORMERR may come without the question. */
function replyTo(question: DnsQuestion, id: number, bytes: Buffer): DnsReply | undefined {
  const reply = decodeReply(bytes);
  if (reply?.id !== id) return undefined;
  if (reply.question === undefined) return reply.rcode === 'NOERROR' ? undefined : reply;
  const same = reply.question.name === absoluteName(question.name) && reply.question.type === question.type;
  return same ? reply : undefined;
}
