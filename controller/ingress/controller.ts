import type { Certificate } from '../../api/certificate/certificate.ts';
import { type Ingress, ingresses } from '../../api/networking.ts';
import { apiVersionOf, keyOf } from '../../api/resource.ts';
import { sameValue } from '../../api/same-value.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import type { Indexes, Store } from '../../runtime/store.ts';
import type { ControllerTools, KindController, Stop } from '../wiring.ts';
import { makeChanges } from './act.ts';
import { type Action, type NoStatus, type Seen, decide, problemEvent } from './decide.ts';

export const ingressIndexes = {
  /** `namespace/name` of the Secrets of its TLS blocks, and so of their Certificates. */
  secret: ({ metadata, spec }) =>
    (spec?.tls ?? []).map(({ secretName = '' }) => `${metadata.namespace ?? ''}/${secretName}`),
} satisfies Indexes<Ingress>;

/** Makes Certificates from Ingresses, as upstream's ingress-shim does. */
export function ingressController(tools: ControllerTools, store: Store<Ingress>): KindController {
  /** What is wrong with an Ingress has been told; by uid. */
  const told = new Map<string, string>();
  const record = ({ ingress }: Seen, event: EventFact): void =>
    tools.record.record({ ...ingress, apiVersion: apiVersionOf(ingresses), kind: ingresses.kind }, event);
  const reconciler: Reconciler<Seen, Action, NoStatus> = {
    name: 'ingress-shim',
    observe: (key) => Promise.resolve(observe(tools, store, key)),
    decide,
    async act({ changes, problems }, seen) {
      const tell = (event: EventFact): void => record(seen, event);
      const { uid = '' } = seen.ingress.metadata;
      const news = problems.join('\n');
      if ((told.get(uid) ?? '') !== news) for (const problem of problems) tell(problemEvent(problem));
      if (news === '') told.delete(uid);
      else told.set(uid, news);
      await makeChanges(tools, changes, seen, tell);
      return undefined;
    },
    writeStatus: () => Promise.resolve(false),
    failed: (status) => status,
    record,
  };
  return {
    objects: store,
    reconciler,
    wake: (enqueue) => [
      store.subscribe(({ type, object }) => {
        if (type === 'deleted') told.delete(object.metadata.uid ?? '');
        enqueue(keyOf(object));
      }),
      ...wakeByCertificates(tools, store, enqueue),
    ],
  };
}

function observe(
  { stores, settings }: ControllerTools,
  store: Store<Ingress>,
  key: string,
): Seen | undefined {
  const ingress = store.get(key);
  if (ingress === undefined) return undefined;
  const { namespace = '', uid } = ingress.metadata;
  return {
    ingress,
    controlled: uid === undefined ? [] : stores.certificates.by('owner', uid),
    named: (name) => stores.certificates.get(`${namespace}/${name}`),
    settings: settings.ingress,
  };
}

/** A Certificate leads to its Ingress, and to those that would have one of its name. */
function wakeByCertificates(
  { stores }: ControllerTools,
  store: Store<Ingress>,
  enqueue: (key: string) => void,
): readonly Stop[] {
  return [
    stores.certificates.subscribe((change) => {
      if (change.type === 'modified' && isStatusAlone(change.object, change.before)) return;
      const { object } = change;
      const owner = object.metadata.ownerReferences?.find(
        ({ kind, controller }) => kind === ingresses.kind && controller === true,
      );
      if (owner !== undefined) enqueue(`${object.metadata.namespace ?? ''}/${owner.name}`);
      for (const ingress of store.by('secret', keyOf(object))) enqueue(keyOf(ingress));
    }),
  ];
}

/** Most changes are; `generation` counts those of the spec. */
function isStatusAlone(now: Certificate, before: Certificate): boolean {
  const [one, other] = [now.metadata, before.metadata];
  return (
    one.generation === other.generation &&
    one.deletionTimestamp === other.deletionTimestamp &&
    sameValue(one.labels, other.labels) &&
    sameValue(one.annotations, other.annotations) &&
    sameValue(one.ownerReferences, other.ownerReferences)
  );
}
