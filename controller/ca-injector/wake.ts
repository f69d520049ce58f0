import { secretAnnotations } from '../../api/annotations.ts';
import { type KubeObject, keyOf } from '../../api/resource.ts';
import type { Change, Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import type { Stop, Stores } from '../wiring.ts';

/** A Secret leads to those that name it, and to those that name the Certificates it belongs to. */
export function wakeBySources(
  { secrets, certificates }: Pick<Stores, 'secrets' | 'certificates'>,
  targets: Pick<Store<KubeObject>, 'by'>,
  enqueue: (key: string) => void,
): readonly Stop[] {
  const wake = (index: 'secret' | 'certificate', source: string): void => {
    for (const target of targets.by(index, source)) enqueue(keyOf(target));
  };
  return [
    secrets.subscribe((change) => {
      if (saysTheSame(change)) return;
      const key = keyOf(change.object);
      wake('secret', key);
      for (const certificate of certificates.by('secretName', key)) wake('certificate', keyOf(certificate));
    }),
    certificates.subscribe((change) => {
      const isSame =
        change.type === 'modified' && change.object.spec.secretName === change.before.spec.secretName;
      if (!isSame) wake('certificate', keyOf(change.object));
    }),
  ];
}

/** Most changes of a Secret are a new leaf from the same CA. */
function saysTheSame(change: Change<SecretFacts>): boolean {
  return change.type === 'modified' && said(change.object) === said(change.before);
}

function said({ metadata: { annotations }, dataDigests }: SecretFacts): string {
  const { allowDirectInjection, certificateName } = secretAnnotations;
  return [dataDigests['ca.crt'], annotations?.[allowDirectInjection], annotations?.[certificateName]].join(
    '\n',
  );
}
