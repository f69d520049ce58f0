import { shimAnnotations } from '../../api/annotations.ts';
import { defaultUsages } from '../../api/certificate/defaults.ts';
import type { KubeObject } from '../../api/resource.ts';
import { engineMarks, passedOnLabels } from '../passed-on.ts';
import { type Said, listed, saidByAnnotations } from './annotation-values.ts';
import type { AskingKind } from './asking-kind.ts';
import { namedIssuer } from './named-issuer.ts';
import type { IngressSettings } from './settings.ts';
import type { TlsBlock } from './tls-blocks.ts';

type Texts = Readonly<Record<string, string>>;

/** One Certificate as its Ingress wants it; what is left out here is nobody's business but the Certificate's. */
export interface Wanted {
  /** Also that of its Secret. */
  readonly name: string;
  readonly said: Said;
  readonly labels: Texts;
  readonly annotations: Texts;
}

export interface AllWanted {
  readonly certificates: readonly Wanted[];
  /** What cannot be done, one sentence each; the rest can. */
  readonly problems: readonly string[];
}

/** kubectl prunes by it. */
const applySetLabel = 'applyset.kubernetes.io/part-of';

/**
 * What an Ingress, or another kind, asks for.
 *
 * @throws {TerminalFailure} `BadConfig` when nothing can be made of it
 */
export function wantedBy<T extends KubeObject>(
  object: T,
  kind: AskingKind<T>,
  settings: IngressSettings,
): AllWanted {
  const { annotations = {}, labels } = object.metadata;
  const issuerRef = namedIssuer(annotations, settings);
  const { blocks, skipped } = kind.blocks(object);
  const shared = {
    said: { issuerRef, usages: defaultUsages, ...saidByAnnotations(annotations) },
    labels: withoutApplySet(passedOnLabels(labels) ?? {}),
    annotations: { ...extraOf(annotations, settings), ...picked(Object.entries(kind.http01(object))) },
  };
  const certificates = blocks.map((block) => ({
    ...shared,
    name: block.secretName,
    said: { ...shared.said, ...namesOf(block, annotations), secretName: block.secretName },
  }));
  return { certificates, problems: skipped };
}

function namesOf({ dnsNames, ipAddresses }: TlsBlock, annotations: Texts): Said {
  const names = unique([...dnsNames, ...listed(annotations[shimAnnotations.altNames] ?? '')]);
  const addresses = unique([...ipAddresses, ...listed(annotations[shimAnnotations.ipSans] ?? '')]);
  return {
    ...(names.length > 0 && { dnsNames: names }),
    ...(addresses.length > 0 && { ipAddresses: addresses }),
  };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function withoutApplySet(labels: Texts): Texts {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== applySetLabel));
}

function extraOf(annotations: Texts, { extraAnnotations }: IngressSettings): Texts {
  const passed = extraAnnotations.filter((name) => !engineMarks.some((prefix) => name.startsWith(prefix)));
  return picked(passed.map((name) => [name, annotations[name]]));
}

function picked(entries: readonly (readonly [string, string | undefined])[]): Texts {
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
  );
}
