import { randomInt } from 'node:crypto';
import { TransientFailure } from '../../api/failure.ts';
import { formatEndpoint } from '../nameserver.ts';
import { exchangeByTcp, exchangeByUdp } from '../transport.ts';
import { failureFromReply } from './classify.ts';
import { encodeUpdate } from './message.ts';
import type { TxtChange } from './message.ts';
import { readUpdateReply } from './reply.ts';
import type { UpdateReply } from './reply.ts';
import type { UpdateTarget } from './target.ts';
import { signMessage, verifyReply } from './tsig.ts';

const timeoutSeconds = 5;

/** What every resolver and server takes in one datagram (RFC 1035 section 4.2.1); anything longer goes by TCP. */
const largestDatagram = 512;

/**
 * Adds or removes one TXT value with a DNS UPDATE (RFC 2136), signed (RFC 8945) when there is a key. Adding what is
 * there and removing what is not there are successes of the protocol itself.
 *
 * @param now for the signature
 * @throws {TerminalFailure} `DnsUpdateRefused`, `DnsUpdateNotAuthorized`, `DnsUpdateZoneNotFound`, `DnsUpdateRejected`
 * @throws {TransientFailure} `DnsServerUnreachable`, `DnsUpdateFailed`, `DnsUpdateReplyNotAuthentic`
 */
export async function sendUpdate(target: UpdateTarget, change: TxtChange, now: Date): Promise<void> {
  const id = randomInt(0x10000);
  const message = encodeUpdate(id, target.zone, change);
  const { key } = target;
  const signed = key && signMessage(message, key, now);
  const reply = await exchange(target, signed?.bytes ?? message, id);
  const failure = failureFromReply(reply, target);
  if (failure) throw failure;
  if (!key || !signed) return;
  const verdict = verifyReply(reply, { key, mac: signed.mac }, now);
  if (verdict === 'valid') return;
  throw new TransientFailure(
    'DnsUpdateReplyNotAuthentic',
    `The reply of ${formatEndpoint(target.endpoint)} to the update of zone ${target.zone} is ${verdict}: the key on the two sides differs, or somebody else answered`,
  );
}

async function exchange(target: UpdateTarget, payload: Buffer, id: number): Promise<UpdateReply> {
  const { endpoint, protocol } = target;
  const message = {
    endpoint,
    payload,
    timeoutSeconds,
    accept: (bytes: Buffer) => readUpdateReply(bytes, id),
  };
  if (protocol === 'TCP' || payload.length > largestDatagram) return exchangeByTcp(message);
  const reply = await exchangeByUdp(message);
  return reply.truncated ? exchangeByTcp(message) : reply;
}
