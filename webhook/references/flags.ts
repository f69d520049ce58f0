import * as flag from '../../runtime/flags.ts';
import { type Refused, refusedFrom } from './judge.ts';

/** How objects are judged together with others. */
export interface ReferenceSettings {
  readonly enabled: boolean;
  /** Whether the metadata of Secrets may be looked at. */
  readonly secrets: boolean;
  readonly refused: Refused;
  /** Where ClusterIssuers keep their Secrets. */
  readonly clusterResourceNamespace: string;
}

export function referenceFlags() {
  return {
    'reference-rules': flag.boolean('Judge objects together with those that they refer to', true),
    'reference-rules-deny': flag.list(
      'Rules about several objects that refuse instead of warning; * for all that could never be issued',
    ),
    'watch-secret-metadata': flag.boolean(
      'Look at who owns Secrets and how their entries are called; never at the entries',
      false,
    ),
    'cluster-resource-namespace': flag.text(
      'Namespace of the Secrets that ClusterIssuers name',
      'kube-system',
    ),
  };
}

/** @throws {flag.FlagExit} for a rule that there is not */
export function referenceSettings(
  command: string,
  values: flag.FlagValues<ReturnType<typeof referenceFlags>>,
): ReferenceSettings {
  return {
    enabled: values['reference-rules'],
    secrets: values['watch-secret-metadata'],
    refused: refused(command, values['reference-rules-deny']),
    clusterResourceNamespace: values['cluster-resource-namespace'],
  };
}

function refused(command: string, names: readonly string[]): Refused {
  try {
    return refusedFrom(names);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new flag.FlagExit(2, `${command}: --reference-rules-deny: ${error.message}\n`);
  }
}
