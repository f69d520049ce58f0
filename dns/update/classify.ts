import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Failure } from '../../api/failure.ts';
import { formatEndpoint } from '../nameserver.ts';
import type { UpdateReply } from './reply.ts';
import type { UpdateTarget } from './target.ts';

/** RFC 1035 section 4.1.1 and RFC 2136 section 2.2. */
const rcodeNames: Readonly<Record<number, string>> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
};

/** RFC 8945 section 3. */
const tsigErrors: Readonly<Record<number, readonly [name: string, advice: string]>> = {
  16: ['BADSIG', 'the secret of the key is not the one that the server has'],
  17: ['BADKEY', 'the server has no key of this name and algorithm'],
  18: ['BADTIME', 'the clocks of the two sides differ by more than five minutes'],
  22: ['BADTRUNC', 'the server wants a longer signature'],
};

/** The one place that says what the answer to an UPDATE means for us. @returns `undefined` for a success */
export function failureFromReply(reply: UpdateReply, target: UpdateTarget): Failure | undefined {
  if (reply.rcode === 0) return undefined;
  const name = rcodeNames[reply.rcode] ?? `rcode ${String(reply.rcode)}`;
  const what = `${formatEndpoint(target.endpoint)} answered ${name} to the update of zone ${target.zone}`;
  switch (name) {
    case 'REFUSED':
      return new TerminalFailure(
        'DnsUpdateRefused',
        `${what}: its policy does not allow ${signer(target)} to change this name`,
      );
    case 'NOTAUTH':
      return notAuthorized(reply, target, what);
    case 'SERVFAIL':
      return new TransientFailure('DnsUpdateFailed', what);
    default:
      return new TerminalFailure('DnsUpdateRejected', what);
  }
}

function notAuthorized(reply: UpdateReply, target: UpdateTarget, what: string): Failure {
  const known = tsigErrors[reply.tsig?.error ?? 0];
  if (!known)
    return new TerminalFailure('DnsUpdateZoneNotFound', `${what}: it is not the primary server of this zone`);
  const [name, advice] = known;
  const Kind = name === 'BADTIME' ? TransientFailure : TerminalFailure;
  return new Kind('DnsUpdateNotAuthorized', `${what} (${name}) with ${signer(target)}: ${advice}`);
}

function signer({ key }: UpdateTarget): string {
  return key ? `key "${key.name}" (${key.algorithm})` : 'unsigned updates';
}
