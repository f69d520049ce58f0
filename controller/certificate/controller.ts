import type { Certificate, CertificateStatus } from '../../api/certificate/certificate.ts';
import { certificates } from '../../api/kinds.ts';
import { keyOf } from '../../api/resource.ts';
import type { Reconciler } from '../../runtime/reconcile.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import type { Store } from '../../runtime/store.ts';
import { issuerIndexValue } from '../indexes.ts';
import { controllerUid } from '../owner.ts';
import type { AskRenewalInfo } from '../acme/accounts.ts';
import { certificateUrgency } from '../urgency.ts';
import type { ControllerTools, KindController, Stop } from '../wiring.ts';
import { act } from './act.ts';
import type { Action } from './action.ts';
import { createComebacks } from './comebacks.ts';
import { decide } from './decide.ts';
import type { CountIssuance } from './issuance-metrics.ts';
import { nextKeyName } from './names.ts';
import { createOverwrites } from './overwrites.ts';
import { createRenewalAnswers } from './renewal-answers.ts';
import { createRetries } from './retries.ts';
import { memoryName } from './private-key.ts';
import { statusAfter } from './failed.ts';
import { type CertificateSurroundings, observe } from './observe.ts';
import type { Seen } from './seen.ts';
import { tell } from './tell.ts';

export interface CertificateController extends Pick<CertificateSurroundings, 'issuerChanges'> {
  readonly askRenewalInfo: AskRenewalInfo;
  readonly countIssuance: CountIssuance;
}

/** Looks after Certificates. */
export function certificateController(
  tools: ControllerTools,
  { issuerChanges, askRenewalInfo, countIssuance }: CertificateController,
): KindController {
  const { cluster, stores } = tools;
  const renewals = createRenewalAnswers(tools, askRenewalInfo);
  const surroundings = {
    issuerChanges,
    retries: createRetries(),
    renewals,
    comebacks: createComebacks(tools.clock),
    overwrites: createOverwrites(tools.clock),
  };
  const reconciler: Reconciler<Seen, Action, CertificateStatus> = {
    name: 'certificates',
    observe: (key) => Promise.resolve(observe(tools, surroundings, key)),
    decide,
    act: (action, seen) => act(tools, action, seen, renewals),
    async writeStatus({ certificate, now }, status) {
      const written = await writeStatusOnce({
        cluster,
        resource: certificates,
        store: stores.certificates,
        seen: certificate,
        status,
      });
      if (written) countIssuance(certificate, status, now);
      return written;
    },
    failed: (_status, failure, seen) => statusAfter(failure, seen),
    record: ({ certificate }, event) => tell(tools, certificate, event),
  };
  return {
    objects: stores.certificates,
    reconciler,
    urgency: (key) => certificateUrgency(stores.certificates.get(key)),
    wake: (enqueue) => wakeCertificates(tools, surroundings, enqueue),
  };
}

/** What may concern a Certificate, and how it is found. */
function wakeCertificates(
  { stores, keys }: ControllerTools,
  { issuerChanges, retries, renewals, comebacks, overwrites }: CertificateSurroundings,
  enqueue: (key: string) => void,
): readonly Stop[] {
  const { certificates: store } = stores;
  const wake = (index: string, value: string): void => {
    for (const certificate of store.by(index, value)) enqueue(keyOf(certificate));
  };
  const wakeOwner = (uid: string | undefined): void => {
    if (uid !== undefined) wake('uid', uid);
  };
  return [
    onCertificates(store, enqueue),
    renewals.subscribe(enqueue),
    overwrites.watch(stores.secrets),
    store.subscribe(({ type, object }) => {
      if (type === 'added') comebacks.added(object);
      if (type !== 'deleted') return;
      comebacks.deleted(object);
      keys.drop(memoryName(object, nextKeyName(object)));
      retries.forget(object);
      renewals.forget(object);
      overwrites.forget(`${object.metadata.namespace ?? ''}/${object.spec.secretName}`);
    }),
    stores.requests.subscribe(({ object }) => wakeOwner(controllerUid(object))),
    stores.secrets.subscribe(({ object }) => {
      wake('secretName', keyOf(object));
      wake('passwordSecret', keyOf(object));
      wakeOwner(controllerUid(object));
    }),
    issuerChanges.subscribe((kind, { metadata }) => {
      const users = store.by('issuer', issuerIndexValue(kind, metadata.name ?? '', metadata.namespace));
      for (const certificate of users) {
        retries.allow(certificate);
        enqueue(keyOf(certificate));
      }
    }),
  ];
}

/** A Certificate that goes or changes its `secretName` may leave the Secret to another one. */
function onCertificates(store: Store<Certificate>, enqueue: (key: string) => void): Stop {
  return store.subscribe((change) => {
    enqueue(keyOf(change.object));
    const before = change.type === 'modified' ? change.before : change.object;
    if (change.type === 'modified' && before.spec.secretName === change.object.spec.secretName) return;
    const secretKey = `${before.metadata.namespace ?? ''}/${before.spec.secretName}`;
    for (const other of store.by('secretName', secretKey)) enqueue(keyOf(other));
  });
}
