import { Failure, TransientFailure } from '../api/failure.ts';
import { followCnames } from './cname.ts';
import { absoluteName } from './name.ts';
import { formatEndpoint } from './nameserver.ts';
import type { DnsView, Zone } from './resolver.ts';
import { lookUpZone } from './zone.ts';

export interface TxtQuestion {
  /** Where the values were written, or a name that is an alias of it. Ends in a dot. */
  readonly fqdn: string;
  /** The zone of `fqdn`. Ends in a dot. */
  readonly zone: string;
  /** Every server must have all of them. */
  readonly values: readonly string[];
}

/** What one server says about the values. */
interface ServerReport {
  /** The nameserver's name without the last dot, or the address of a recursive one. */
  readonly server: string;
  readonly answer: 'all' | 'missing' | 'error';
  /** The values it does not have yet. */
  readonly missing: readonly string[];
  /** One line for people; the same as long as the answer is. */
  readonly detail: string;
}

export interface TxtReport {
  readonly servers: readonly ServerReport[];
  /** Whether every server answered `all`. */
  readonly complete: boolean;
  /**
   * Whether every answer came with the AA flag, as those of the zone's own servers do: then no cache on the way can
   * know less than the CA, and nobody needs to wait for `negativeTtlSeconds`.
   */
  readonly authoritative: boolean;
  /** How long a cache may go on saying that the name is absent (RFC 2308 section 5). */
  readonly negativeTtlSeconds: number;
}

/** A server with every address it is asked at; the second list only when nobody in the first one answers. */
interface Server {
  readonly name: string;
  readonly endpoints: readonly (readonly string[])[];
}

/** One address's answer. */
interface Seen {
  readonly answer: 'all' | 'missing' | 'error';
  readonly missing: readonly string[];
  readonly detail: string;
  readonly authoritative: boolean;
}

interface Check {
  readonly view: DnsView;
  readonly name: string;
  readonly values: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** DNSPod's nameservers have ten addresses each; more than this only slows the check. */
const mostAddresses = 16;

/**
 * Asks whether the values are there for the CA to see: every authoritative server of the zone (each of its addresses,
 * in parallel, recursion off), or with `recursiveOnly` every recursive one. CNAMEs are followed first, as the CA does.
 * Checks of one name that run at the same time share their queries.
 *
 * @throws {TransientFailure} `DnsLookupFailed`, `ZoneNotFound`, `NoNameservers` when nobody could be asked; a server that
 *   was asked and did not answer is in the report instead
 * @throws {TerminalFailure} `CnameLoop`
 */
export async function checkTxt(
  view: DnsView,
  question: TxtQuestion,
  signal?: AbortSignal,
): Promise<TxtReport> {
  const name = await followCnames(view, question.fqdn, signal);
  const moved = name !== absoluteName(question.fqdn);
  const zone = await lookUpZone(view, moved ? name : question.zone, signal);
  const check: Check = { view, name, values: question.values, signal };
  const servers = view.recursiveOnly ? recursiveServers(view) : await authoritativeServers(check, zone);
  const seen = await Promise.all(
    servers.map(async (server) => ({ server, said: await askServerFor(check, server) })),
  );
  return {
    servers: seen.map(({ server, said: { answer, missing, detail } }) => ({
      server: server.name,
      answer,
      missing,
      detail,
    })),
    complete: seen.every(({ said }) => said.answer === 'all'),
    authoritative: seen.every(({ said }) => said.authoritative),
    negativeTtlSeconds: zone.negativeTtlSeconds,
  };
}

function recursiveServers(view: DnsView): readonly Server[] {
  return view.recursiveNameservers.map((name) => ({ name, endpoints: [[name]] }));
}

async function authoritativeServers(check: Check, zone: Zone): Promise<readonly Server[]> {
  const { answers } = await check.view.resolve({ name: zone.name, type: 'NS' }, check.signal);
  const names = answers.flatMap((record) => (record.type === 'NS' ? [record.target] : []));
  if (names.length === 0) {
    throw new TransientFailure(
      'NoNameservers',
      `Could not find the nameservers of ${zone.name}: it has no NS records`,
    );
  }
  return Promise.all([...new Set(names)].sort().map((name) => locate(check, name)));
}

async function locate(check: Check, name: string): Promise<Server> {
  const [v4, v6] = await Promise.all([addresses(check, name, 'A'), addresses(check, name, 'AAAA')]);
  return { name: name.slice(0, -1), endpoints: [v4, v6] };
}

async function addresses(check: Check, name: string, type: 'A' | 'AAAA'): Promise<readonly string[]> {
  const { answers } = await check.view.resolve({ name, type }, check.signal).catch(nothing);
  const found = answers.flatMap((record) => (record.type === type ? [record.address] : []));
  return found
    .slice(0, mostAddresses)
    .map((host) => formatEndpoint({ host, port: check.view.authoritativePort }));
}

/** A nameserver whose address cannot be found is reported, not thrown: the others have something to say. */
function nothing(error: unknown): { readonly answers: readonly [] } {
  if (error instanceof Failure) return { answers: [] };
  throw error;
}

async function askServerFor(check: Check, server: Server): Promise<Seen> {
  let seen: Seen = { answer: 'error', missing: [], detail: 'has no address', authoritative: false };
  for (const endpoints of server.endpoints) {
    if (endpoints.length === 0) continue;
    seen = merge(await Promise.all(endpoints.map((endpoint) => askEndpoint(check, endpoint))));
    if (seen.answer !== 'error') return seen;
  }
  return seen;
}

async function askEndpoint({ view, name, values, signal }: Check, endpoint: string): Promise<Seen> {
  const options = { recursionDesired: view.recursiveOnly, signal };
  const answer = await view.ask(endpoint, { name, type: 'TXT' }, options).catch(failureOf);
  if (answer instanceof Failure) return failed(answer.message);
  if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') return failed(`answered ${answer.rcode}`);
  const present = new Set(answer.answers.flatMap((record) => (record.type === 'TXT' ? [record.value] : [])));
  const missing = values.filter((value) => !present.has(value));
  return { ...summary(missing.length, values.length), missing, authoritative: answer.authoritative };
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

function failed(detail: string): Seen {
  return { answer: 'error', missing: [], detail, authoritative: false };
}

function summary(missing: number, wanted: number): Pick<Seen, 'answer' | 'detail'> {
  if (missing === 0)
    return { answer: 'all', detail: wanted === 1 ? 'has the value' : `has all ${String(wanted)} values` };
  if (wanted === 1) return { answer: 'missing', detail: 'does not have the value yet' };
  return { answer: 'missing', detail: `lacks ${String(missing)} of ${String(wanted)} values` };
}

/** The CA may ask any of the addresses: the one that knows least counts, those that are silent do not. */
function merge(all: readonly Seen[]): Seen {
  const answered = all.filter(({ answer }) => answer !== 'error');
  const worst = answered.toSorted((a, b) => b.missing.length - a.missing.length)[0] ?? all[0];
  if (!worst) return failed('has no address');
  return {
    ...worst,
    authoritative: answered.length > 0 && answered.every(({ authoritative }) => authoritative),
  };
}
