import { randomUUID } from 'node:crypto';
import { PlannedFaults, refusalOf } from '../faults.ts';
import type { Fault, PlannedFault } from '../faults.ts';
import { startListener } from '../listener.ts';
import type { Received } from '../listener.ts';
import { publisherTo } from '../publish.ts';
import { Throttle } from '../throttle.ts';
import { FakeAccount } from './account.ts';
import type { FakeRecord } from './account.ts';
import { VendorError } from '../vendor-error.ts';
import type { Parameters, Stage } from './actions.ts';
import { api3 } from './api3.ts';
import { nowOf } from './fake-api.ts';
import type { FakeApi, FakeDnspodOptions, Play } from './fake-api.ts';
import { KeyChain } from './key-chain.ts';
import type { PodIdentity } from './key-chain.ts';
import { LegacyLogin } from './legacy-login.ts';
import type { LegacyToken } from './legacy-login.ts';
import { legacyApi } from './legacy.ts';
import { metadataService } from './metadata.ts';
import type { ApiKey } from './signature.ts';

/** One call as it was made, and what became of it. */
interface FakeCall {
  readonly at: Date;
  /** That of API 3.0 and STS, `Record.Create` and so on of the old API, `metadata` for the machine's role. */
  readonly action: string;
  readonly parameters: Parameters;
  /** `ok`, the error code, or what was done instead of answering. */
  readonly outcome: string;
  readonly requestId: string;
}

export type { FakeDnspodOptions } from './fake-api.ts';

/** API 3.0, STS, the old API and the metadata service of a machine, all at one address. */
export interface FakeDnspod {
  /** The endpoint of each of them: `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly key: ApiKey;
  /** For the old API. */
  readonly token: LegacyToken;
  /** What a pod of the cluster has to show to STS. */
  readonly podIdentity: PodIdentity;
  /** Every call so far, refused ones too. */
  readonly calls: readonly FakeCall[];
  /** The records that exist now, whatever the lists show. */
  readonly records: readonly FakeRecord[];
  /** Puts a TXT record there that the client knows nothing of. It is listed once the lag is over. */
  addTxt(zone: string, subDomain: string, value: string): Promise<FakeRecord>;
  failNext(planned: PlannedFault): void;
  forgetCalls(): void;
  /** Temporary keys that were given out are good for nothing any more. */
  revokeTemporaryKeys(): void;
  stop(): Promise<void>;
}

const apis: readonly FakeApi[] = [metadataService, legacyApi, api3];

/** A DNSPod of our own that publishes into bind9. */
export async function startFakeDnspod(options: FakeDnspodOptions): Promise<FakeDnspod> {
  const account = new FakeAccount(options.zones, options.listLagSeconds ?? 3);
  const publisher = publisherTo(options.bind9);
  const stage: Stage = {
    account,
    foreignZones: options.foreignZones ?? [],
    largestPage: options.largestPage ?? 3000,
    publish: ({ do: kind, zone: { punycode: zone }, record }) =>
      record.type !== 'TXT' || (kind === 'remove' && account.hasTwin(record))
        ? Promise.resolve() // on another line it is still there
        : publisher.publish({ ...record, zone, do: kind }),
  };
  const keys = new KeyChain(options.key, options.temporaryKeySeconds ?? 7200);
  const login = new LegacyLogin();
  const play: Play = { options, keys, login, stage };
  const faults = new PlannedFaults();
  const throttle = new Throttle(options.throttle ?? {});
  const calls: FakeCall[] = [];
  const listener = await startListener(options, async (received) => {
    const requestId = randomUUID();
    const api = apis.find((one) => one.read(received)) ?? api3;
    const { action = '', parameters = {} } = api.read(received) ?? {};
    const fault = faults.take(action);
    const result = await perform(play, { api, action, received, fault, throttled: throttle.refuses(action) });
    calls.push({ at: new Date(), action, parameters, requestId, outcome: outcomeOf(result, fault) });
    return { ...api.answer(result, requestId, nowOf(options)), fault };
  });

  return {
    url: listener.url,
    key: keys.permanent,
    token: login.token,
    podIdentity: keys.podIdentity,
    calls,
    get records() {
      return account.records;
    },
    async addTxt(zoneName, subDomain, value) {
      const zone = account.zone(zoneName);
      if (!zone) throw new Error(`the account has no zone "${zoneName}"`);
      const { domainId } = zone;
      const line = { line: '默认', lineId: '0' };
      const record = account.add({ domainId, subDomain, type: 'TXT', ...line, value, ttlSeconds: 600 });
      await stage.publish({ do: 'add', zone, record });
      return record;
    },
    failNext: (planned) => faults.plan(planned),
    forgetCalls: () => void (calls.length = 0),
    revokeTemporaryKeys: () => keys.revoke(),
    async stop() {
      await listener.stop();
      await publisher.settled();
    },
  };
}

interface Scene {
  readonly api: FakeApi;
  readonly action: string;
  readonly received: Received;
  readonly fault: Fault | undefined;
  readonly throttled: boolean;
}

/** Does what was asked, unless the fault comes in between. */
async function perform(play: Play, { api, action, received, fault, throttled }: Scene): Promise<object> {
  try {
    await api.admit(play, received);
    if (throttled) throw new VendorError(api.tooOften, 'You call this too often.');
    const refusal = await refusalOf(fault);
    if (refusal) throw new VendorError(refusal.code, refusal.message);
    return await api.run(play, action, received);
  } catch (error) {
    return error instanceof VendorError
      ? error
      : new VendorError('InternalError', 'An internal error has occurred.');
  }
}

function outcomeOf(result: object, fault: Fault | undefined): string {
  if (fault && 'drop' in fault) return 'dropped';
  if (fault && 'httpStatus' in fault) return `HTTP ${String(fault.httpStatus)}`;
  return result instanceof VendorError ? result.code : 'ok';
}
