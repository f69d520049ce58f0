import type { Certificate } from '../../api/certificate/certificate.ts';
import { type KubeObject, apiVersionOf, keyOf } from '../../api/resource.ts';
import { sameValue } from '../../api/same-value.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import type { Indexes, Store } from '../../runtime/store.ts';
import type { ControllerTools, KindController, Stop } from '../wiring.ts';
import { makeChanges } from './act.ts';
import type { AskingKind } from './asking-kind.ts';
import { type Action, type NoStatus, type Seen, decide, problemEvent } from './decide.ts';

/** How objects that ask are found. */
export function askingIndexes<T extends KubeObject>(kind: AskingKind<T>) {
  return {
    /** `namespace/name` of the Secrets of its TLS blocks, and so of their Certificates. */
    secret: (object) => kind.secretNames(object).map((name) => `${object.metadata.namespace ?? ''}/${name}`),
  } satisfies Indexes<T>;
}

/** Makes Certificates from Ingresses, or Gateways, as upstream's ingress-shim and gateway-shim do. */
export function askingController<T extends KubeObject>(
  tools: ControllerTools,
  kind: AskingKind<T>,
  store: Store<T>,
): KindController {
  const { resource, controller: name } = kind;
  const fieldManager = `cert-manager-${name}`;
  /** What is wrong with an object has been told; by uid. */
  const told = new Map<string, string>();
  const record = ({ object }: Seen<T>, event: EventFact): void =>
    tools.record.record({ ...object, apiVersion: apiVersionOf(resource), kind: resource.kind }, event);
  const reconciler: Reconciler<Seen<T>, Action, NoStatus> = {
    name,
    observe: (key) => Promise.resolve(observe(tools, kind, store, key)),
    decide,
    async act({ changes, problems }, seen) {
      const tell = (event: EventFact): void => record(seen, event);
      const { uid = '' } = seen.object.metadata;
      const news = problems.join('\n');
      if ((told.get(uid) ?? '') !== news) for (const problem of problems) tell(problemEvent(problem));
      if (news === '') told.delete(uid);
      else told.set(uid, news);
      await makeChanges(tools, changes, { object: seen.object, resource, fieldManager }, tell);
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
      ...wakeByCertificates(tools, resource.kind, store, enqueue),
    ],
  };
}

function observe<T extends KubeObject>(
  { stores, settings }: ControllerTools,
  kind: AskingKind<T>,
  store: Store<T>,
  key: string,
): Seen<T> | undefined {
  const object = store.get(key);
  if (object === undefined) return undefined;
  const { namespace = '', uid } = object.metadata;
  return {
    object,
    kind,
    controlled: uid === undefined ? [] : stores.certificates.by('owner', uid),
    named: (name) => stores.certificates.get(`${namespace}/${name}`),
    settings: settings.ingress,
  };
}

/** A Certificate leads to its owner, and to those that would have one of its name. */
function wakeByCertificates(
  { stores }: ControllerTools,
  ownerKind: string,
  store: Pick<Store<KubeObject>, 'by'>,
  enqueue: (key: string) => void,
): readonly Stop[] {
  return [
    stores.certificates.subscribe((change) => {
      if (change.type === 'modified' && isStatusAlone(change.object, change.before)) return;
      const { object } = change;
      const owner = object.metadata.ownerReferences?.find(
        ({ kind, controller }) => kind === ownerKind && controller === true,
      );
      if (owner !== undefined) enqueue(`${object.metadata.namespace ?? ''}/${owner.name}`);
      for (const other of store.by('secret', keyOf(object))) enqueue(keyOf(other));
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
