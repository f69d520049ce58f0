import { Failure } from '../../api/failure.ts';
import { type KubeObject, apiVersionOf, keyOf } from '../../api/resource.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import type { Store } from '../../runtime/store.ts';
import type { ControllerTools, KindController } from '../wiring.ts';
import { annotationOf } from './asked.ts';
import { type Complaints, createComplaints } from './complaints.ts';
import { type Action, type NoStatus, type Seen, decide } from './decide.ts';
import { fieldManager, patchFor } from './patch.ts';
import { type Sources, observe } from './observe.ts';
import type { Place, TargetKind } from './target-kind.ts';
import { wakeBySources } from './wake.ts';

type Tools = Pick<ControllerTools, 'cluster' | 'clock' | 'log' | 'record' | 'settings' | 'stores'>;

/** Writes CAs into the objects of one kind that ask for them by annotation, as upstream's cainjector does. */
export function targetController(
  tools: Tools,
  kind: TargetKind,
  { store, sources }: { readonly store: Store<KubeObject>; readonly sources: Sources },
): KindController {
  const { resource } = kind;
  const complaints = createComplaints(tools.clock);
  const record = ({ object }: Seen, event: EventFact): void =>
    tools.record.record({ ...object, apiVersion: apiVersionOf(resource), kind: resource.kind }, event);
  const reconciler: Reconciler<Seen, Action, NoStatus> = {
    name: `cainjector-${resource.plural}`,
    observe: (key) => observe(tools, { kind, sources, remembered: (object) => complaints.of(object) }, key),
    decide,
    async act(action, seen) {
      await act(tools, { action, seen, complaints }, (event) => record(seen, event));
      return undefined;
    },
    writeStatus: () => Promise.resolve(false),
    failed: (status) => status,
    record,
  };
  return {
    objects: { list: () => store.list().filter(asks) },
    reconciler,
    wake: (enqueue) => [
      store.subscribe(({ type, object }) => {
        if (type !== 'deleted' && asks(object)) enqueue(keyOf(object));
        else complaints.forget(object);
      }),
      ...wakeBySources(tools.stores, store, enqueue),
    ],
  };
}

function asks({ metadata }: KubeObject): boolean {
  return metadata.annotations !== undefined;
}

interface Doing {
  readonly action: Action;
  readonly seen: Seen;
  readonly complaints: Complaints;
}

async function act(tools: Tools, { action, seen, complaints }: Doing, tell: (event: EventFact) => void) {
  const { object, kind } = seen;
  switch (action.do) {
    case 'write':
      return write(tools, { changes: action.changes, seen, complaints }, tell);
    case 'remember':
      return complaints.remember(object, action.message, false);
    case 'tell':
      complaints.remember(object, action.message, true);
      tools.log.warn(
        { kind: kind.resource.kind, object: keyOf(object), message: action.message },
        'A CA cannot be injected',
      );
      return tell(failed(action.message));
    case 'forget':
      return complaints.forget(object);
    default:
      return action satisfies never;
  }
}

async function write(
  { cluster, log }: Tools,
  { changes, seen, complaints }: Omit<Doing, 'action'> & { readonly changes: readonly Place[] },
  tell: (event: EventFact) => void,
): Promise<void> {
  const { object, kind, asked } = seen;
  const { name = '' } = object.metadata;
  try {
    await cluster.patch(kind.resource, { name }, patchFor(object, changes), { fieldManager });
  } catch (error) {
    if (error instanceof Failure && !error.retry && complaints.of(object)?.message !== error.message) {
      complaints.remember(object, error.message, true);
      tell(failed(`The CA could not be written: ${error.message}`));
    }
    throw error;
  }
  complaints.forget(object);
  log.info({ kind: kind.resource.kind, object: name, annotation: annotationOf(asked) }, 'CA injected');
  tell({
    type: 'Normal',
    reason: 'CAInjected',
    message: `CA bundle written, as ${annotationOf(asked)} asks`,
  });
}

/** For `kubectl describe`. */
function failed(message: string): EventFact {
  return { type: 'Warning', reason: 'CAInjectionFailed', message };
}
