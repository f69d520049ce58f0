import { findCondition } from '../../api/conditions.ts';
import type { Failure } from '../../api/failure.ts';
import type { ClusterIssuer, Issuer, IssuerStatus } from '../../api/issuer/issuer.ts';
import { clusterIssuers, issuers } from '../../api/kinds.ts';
import { type Resource, keyOf } from '../../api/resource.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import type { Store } from '../../runtime/store.ts';
import { type WantedCondition, withConditionOf, withGeneration } from '../conditions.ts';
import { apiServerUnreachable } from '../explained.ts';
import { issuerTypeOf } from '../issuer-ref.ts';
import type { ControllerTools, KindController } from '../wiring.ts';
import type { IssuerSetup, IssuerToSetUp, SetUpOutcome } from './setup.ts';
import { secondsOfPatience, withStalled } from './standing.ts';
import type { IssuerTypes } from './types.ts';

type AnyIssuer = Issuer | ClusterIssuer;
type Seen = IssuerToSetUp & { readonly setup: IssuerSetup };
interface Action {
  readonly do: 'setUp';
}

/** Admission refuses these; one may have got past it. */
const typeless: IssuerSetup = {
  secretNames: () => [],
  setUp: ({ issuer: { metadata } }) =>
    Promise.resolve({
      ready: false,
      because: 'wrong',
      reason: 'ErrInitIssuer',
      message: `no issuer specified for Issuer '${metadata.namespace ?? ''}/${metadata.name ?? ''}'`,
    }),
};

/** Issuers and ClusterIssuers differ in where they and their Secrets live, and in nothing else. */
interface IssuerKind {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly resource: Resource<AnyIssuer>;
  readonly store: Store<AnyIssuer>;
  readonly resourceNamespace: (issuer: AnyIssuer) => string;
}

export function issuerController(tools: ControllerTools, types: IssuerTypes): KindController {
  return controllerFor(tools, types, {
    kind: 'Issuer',
    resource: issuers,
    store: tools.stores.issuers,
    resourceNamespace: ({ metadata }) => metadata.namespace ?? '',
  });
}

export function clusterIssuerController(tools: ControllerTools, types: IssuerTypes): KindController {
  return controllerFor(tools, types, {
    kind: 'ClusterIssuer',
    resource: clusterIssuers,
    store: tools.stores.clusterIssuers,
    resourceNamespace: () => tools.settings.clusterResourceNamespace,
  });
}

function controllerFor(tools: ControllerTools, { setups }: IssuerTypes, kind: IssuerKind): KindController {
  const { resource, store } = kind;
  const tell = (issuer: AnyIssuer, event: EventFact): void =>
    tools.record.record({ ...issuer, apiVersion: 'cert-manager.io/v1', kind: kind.kind }, event);
  const reconciler: Reconciler<Seen, Action, IssuerStatus> = {
    name: `${kind.kind.toLowerCase()}s`,
    observe: (key) => Promise.resolve(observe(tools, setups, kind, key)),
    decide: (seen) => decide(seen),
    act: (_action, seen) => setUp(seen, (event) => tell(seen.issuer, event)),
    writeStatus: ({ issuer }, status) =>
      writeStatusOnce({ cluster: tools.cluster, resource, store, seen: issuer, status }),
    failed: (_status, failure, seen) => statusAfter(failure, seen, (event) => tell(seen.issuer, event)),
    record: ({ issuer }, event) => tell(issuer, event),
  };
  const wake = (enqueue: (key: string) => void) => [
    store.subscribe(({ object }) => enqueue(keyOf(object))),
    tools.stores.secrets.subscribe(({ object }) => {
      for (const issuer of store.by('secret', keyOf(object))) enqueue(keyOf(issuer));
    }),
  ];
  return { objects: store, reconciler, wake };
}

function observe(
  { clock }: ControllerTools,
  setups: IssuerTypes['setups'],
  { kind, store, resourceNamespace }: IssuerKind,
  key: string,
): Seen | undefined {
  const issuer = store.get(key);
  if (issuer === undefined || issuer.metadata.deletionTimestamp !== undefined) return undefined;
  const type = issuerTypeOf(issuer.spec);
  return {
    issuer,
    kind,
    resourceNamespace: resourceNamespace(issuer),
    now: clock.now(),
    setup: type === undefined ? typeless : setups[type],
  };
}

/** The verdict is the setup's; here only its place in the status is decided. */
function decide(seen: Seen): {
  readonly status: IssuerStatus;
  readonly actions: readonly Action[];
  readonly lookAgainSeconds?: number;
} {
  const status = seen.issuer.status ?? {};
  const moments = [seen.setup.lookAgainSeconds?.(seen) ?? 0, secondsOfPatience(seen)].filter(
    (seconds) => seconds > 0,
  );
  return {
    status,
    actions: [{ do: 'setUp' }],
    ...(moments.length === 0 ? {} : { lookAgainSeconds: Math.min(...moments) }),
  };
}

async function setUp(seen: Seen, tell: (event: EventFact) => void): Promise<IssuerStatus> {
  const outcome = await seen.setup.setUp(seen);
  if (outcome.because === 'missing' && secondsOfPatience(seen) > 0) return seen.issuer.status ?? {};
  if (isNews(seen, outcome)) for (const event of outcome.events ?? []) tell(event);
  return statusFor(seen, outcome);
}

function isNews({ issuer }: Seen, { reason, message }: SetUpOutcome): boolean {
  const before = findCondition(issuer.status?.conditions, 'Ready');
  return before?.reason !== reason || (before.message ?? '') !== message;
}

function statusFor(seen: Seen, outcome: SetUpOutcome): IssuerStatus {
  const { issuer, now } = seen;
  const { ready, reason, message, acme } = outcome;
  const wanted: WantedCondition = {
    type: 'Ready',
    status: ready ? 'True' : 'False',
    reason,
    ...(message === '' ? {} : { message }),
  };
  const status = { ...issuer.status, ...(acme === undefined ? {} : { acme }) };
  return withGeneration(issuer, withStalled(seen, withConditionOf(issuer, status, wanted, now), outcome));
}

function statusAfter(failure: Failure, seen: Seen, tell: (event: EventFact) => void): IssuerStatus {
  const { reason, message } = failure;
  const isPassing = failure.retry && secondsOfPatience(seen) > 0;
  if (reason === apiServerUnreachable || isPassing) return seen.issuer.status ?? {};
  const before = findCondition(seen.issuer.status?.conditions, 'Ready');
  if (before?.message !== message) tell({ type: 'Warning', reason, message });
  const because = failure.retry ? {} : ({ because: 'wrong' } as const);
  return statusFor(seen, { ready: false, ...because, reason, message, ...unverified(seen) });
}

/** An ACME issuer that could not be verified says `acme: {}` as long as it has no account, as upstream's do. */
function unverified({ issuer }: Seen): Pick<SetUpOutcome, 'acme'> {
  return issuer.spec.acme === undefined ? {} : { acme: issuer.status?.acme ?? {} };
}
