import { createHash, randomBytes } from 'node:crypto';
import { textElement } from '../../../dns/providers/route53/xml.ts';
import { PlannedFaults, refusalOf } from '../faults.ts';
import type { Fault, PlannedFault } from '../faults.ts';
import { headersOf, startListener } from '../listener.ts';
import type { Answer, ListenerOptions, Received } from '../listener.ts';
import { publisherTo } from '../publish.ts';
import type { PublishTarget } from '../publish.ts';
import { Throttle } from '../throttle.ts';
import type { ThrottleOptions } from '../throttle.ts';
import { VendorError } from '../vendor-error.ts';
import { admit } from './admission.ts';
import type { FakeSet, FakeZone } from './hosted-zones.ts';
import { document, element, publishDifference, routes } from './routes.ts';
import type { Stage } from './routes.ts';
import { assume, newTemporaryKey } from './sts.ts';
import type { FakeKey, StsStage } from './sts.ts';

export interface FakeRoute53Options extends ListenerOptions {
  /** Public unless told otherwise. */
  readonly zones: readonly (string | Pick<FakeZone, 'name' | 'private'>)[];
  /** Where values are published; the test cluster's bind9 fits. */
  readonly bind9?: PublishTarget;
  readonly publishLagSeconds?: number;
  /** How many sets a list shows at once. Default 300. */
  readonly largestPage?: number;
  readonly throttle?: ThrottleOptions;
  /** How long temporary keys last. Default 3600. */
  readonly keySeconds?: number;
  /** Whether STS takes a token for the role. Default: only `webIdentityToken`. */
  readonly trusts?: (token: string) => boolean;
  /** What the key may do. Default: everything. */
  readonly allowed?: readonly string[];
}

export interface FakeRoute53 {
  /** Route 53, STS and the metadata services: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The one that belongs to the account. */
  readonly key: FakeKey;
  readonly role: string;
  readonly webIdentityToken: string;
  readonly zones: readonly FakeZone[];
  /** Every request so far, refused ones too. */
  readonly calls: readonly { readonly action: string; readonly outcome: string }[];
  readonly sets: readonly FakeSet[];
  /** Puts a TXT set there that the client knows nothing of. */
  addTxt(name: string, set: Partial<FakeSet>): Promise<void>;
  /** Temporary keys are good for nothing any more. */
  revokeTemporaryKeys(): void;
  /** Called before a change is made: for whom is faster. */
  beforeChange: (() => void) | undefined;
  failNext(planned: PlannedFault): void;
  stop(): Promise<void>;
}

interface Play {
  readonly stage: Stage;
  readonly sts: StsStage;
  readonly faults: PlannedFaults;
  readonly throttle: Throttle;
  readonly allowed: readonly string[] | undefined;
  readonly calls: { action: string; outcome: string }[];
  readonly hooks: { beforeChange: (() => void) | undefined };
}

/** A Route 53 of our own, with its STS, that publishes into bind9. */
export async function startFakeRoute53(options: FakeRoute53Options): Promise<FakeRoute53> {
  const zones = options.zones.map((zone) => newZone(zone));
  const publisher = publisherTo(options.bind9, options.publishLagSeconds);
  const stage: Stage = { zones, sets: [], publisher, largestPage: options.largestPage ?? 300 };
  const key = {
    accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
  const sts: StsStage = {
    role: 'arn:aws:iam::123456789012:role/dns',
    webIdentityToken: randomBytes(40).toString('base64url'),
    trusts: options.trusts ?? (() => false),
    keys: [key],
    keySeconds: options.keySeconds ?? 3600,
  };
  const play: Play = {
    stage,
    sts,
    faults: new PlannedFaults(),
    throttle: new Throttle(options.throttle ?? {}),
    allowed: options.allowed,
    calls: [],
    hooks: { beforeChange: undefined },
  };
  const listener = await startListener(options, (received) => handle(play, received));
  return {
    url: listener.url,
    key,
    role: sts.role,
    webIdentityToken: sts.webIdentityToken,
    zones,
    calls: play.calls,
    get sets() {
      return stage.sets;
    },
    get beforeChange() {
      return play.hooks.beforeChange;
    },
    set beforeChange(run) {
      play.hooks.beforeChange = run;
    },
    async addTxt(name: string, set: Partial<FakeSet>) {
      const zone = zones.find((one) => name === `${one.name}.` || name.endsWith(`.${one.name}.`));
      if (!zone) throw new Error(`the account has no zone for "${name}"`);
      const { identifier, multiValue = false, ttlSeconds = 300, values = [] } = set;
      const before = stage.sets;
      const added = { zoneId: zone.id, name, type: 'TXT', identifier, multiValue, ttlSeconds, values };
      stage.sets = [...before, added];
      await publishDifference(stage, zone, before);
    },
    revokeTemporaryKeys: () => void sts.keys.splice(1),
    failNext: (planned: PlannedFault) => play.faults.plan(planned),
    async stop() {
      await listener.stop();
      await publisher.settled();
    },
  };
}

function newZone(zone: FakeRoute53Options['zones'][number]): FakeZone {
  const plain = typeof zone === 'string' ? { name: zone, private: false } : zone;
  const digest = createHash('sha256').update(JSON.stringify(plain)).digest('hex');
  return { id: `Z${digest.slice(0, 20).toUpperCase()}`, ...plain };
}

async function handle(play: Play, received: Received): Promise<Answer> {
  const { pathname } = received.url;
  const { method = '' } = received.request;
  const route = routes.find((one) => one.method === method && one.path.test(pathname));
  const action = route?.action ?? (pathname === '/' ? stsAction(received) : 'metadata');
  const fault = play.faults.take(action);
  const result = await perform(play, received, action, fault).catch(asVendorError);
  const outcome = result instanceof VendorError ? result.code : 'ok';
  play.calls.push({ action, outcome });
  if (!(result instanceof VendorError)) return { body: result, fault };
  return { status: result.status ?? 400, body: describeError(result), fault };
}

async function perform(
  play: Play,
  received: Received,
  action: string,
  fault: Fault | undefined,
): Promise<unknown> {
  if (action === 'metadata') return metadata(play, received);
  if (action !== 'AssumeRoleWithWebIdentity') admit(play.sts.keys, play.allowed, received, action);
  const refusal = await refusalOf(fault);
  if (refusal) throw new VendorError(refusal.code, refusal.message, 400);
  if (play.throttle.refuses(action)) throw new VendorError('Throttling', 'Rate exceeded', 400);
  if (received.url.pathname === '/') return assume(play.sts, received);
  return performRoute(play, received, action);
}

function performRoute(play: Play, received: Received, action: string): string | Promise<string> {
  if (action === 'ChangeResourceRecordSets') play.hooks.beforeChange?.();
  for (const route of routes) {
    const [, id = ''] = route.path.exec(received.url.pathname) ?? [];
    if (route.action === action) return route.run(play.stage, received, id);
  }
  throw new VendorError('InvalidAction', 'The action is not valid', 404);
}

function stsAction({ body }: Received): string {
  return new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
}

/** EKS Pod Identity with the token as authorization; EC2 with a session. */
function metadata({ sts }: Play, received: Received): unknown {
  const headers = headersOf(received);
  const { pathname } = received.url;
  if (pathname === '/latest/api/token' && received.request.method === 'PUT') return sts.webIdentityToken;
  const proof = headers['authorization'] ?? headers['x-aws-ec2-metadata-token'];
  if (proof !== sts.webIdentityToken) throw new VendorError('Unauthorized', 'Who is that?', 401);
  if (pathname.endsWith('/security-credentials/')) return 'dns';
  const key = newTemporaryKey(sts);
  return {
    AccessKeyId: key.accessKeyId,
    SecretAccessKey: key.secretAccessKey,
    Token: key.sessionToken,
    Expiration: key.expiresAt.toISOString(),
  };
}

function describeError({ code, message }: VendorError): string {
  if (code === 'InvalidChangeBatch') {
    return document(element(code, element('Messages', textElement('Message', message))));
  }
  const error = element(
    'Error',
    textElement('Type', 'Sender'),
    textElement('Code', code),
    textElement('Message', message),
  );
  const id = textElement('RequestId', '7c3ad9c1-4f6b-4a6f-9df1-3b1a6b1e1d2c');
  return document(element('ErrorResponse', error, id));
}

function asVendorError(error: unknown): VendorError {
  return error instanceof VendorError
    ? error
    : new VendorError('InternalFailure', 'An internal error occurred.', 500);
}
