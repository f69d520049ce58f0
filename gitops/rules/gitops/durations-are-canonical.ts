import { formatDuration, parseDuration } from '../../../api/duration.ts';
import { TerminalFailure } from '../../../api/failure.ts';
import { certificateRequests, certificates, clusterIssuers, issuers } from '../../../api/kinds.ts';
import { isKind } from '../../kinds.ts';
import { listOf, textOf } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';

/** As Go prints it; `undefined` for what is no duration. */
function canonical(text: string): string | undefined {
  try {
    return formatDuration(parseDuration(text));
  } catch (error) {
    if (error instanceof TerminalFailure) return undefined;
    throw error;
  }
}

function flawsAt(field: string, text: string | undefined): readonly Flaw[] {
  const replacement = text === undefined ? undefined : canonical(text);
  if (text === undefined || replacement === undefined || replacement === text) return [];
  const detail = `write ${replacement}: tools that print durations as Go does see a difference`;
  return [{ field, kind: 'Invalid', value: text, detail, replacement }];
}

export const durationsAreCanonical: ObjectRule = {
  id: 'gitops/durations-are-canonical',
  field: 'spec.duration',
  level: 'note',
  source:
    'argo-cd#6008: whatever re-spells 2160h as 2160h0m0s in the cluster makes the application OutOfSync',
  passes: [certificate({ duration: '2160h0m0s', renewBefore: '1h30m0s' }), certificate({ duration: '90d' })],
  fails: [
    certificate({ duration: '2160h' }),
    certificate({ renewBefore: '90m' }),
    issuer(acme([{ ...dns01, waitInsteadOfSelfCheck: '2m' }])),
  ],
  check(object) {
    if (isKind(object, certificates, certificateRequests))
      return ['duration', 'renewBefore'].flatMap((name) =>
        flawsAt(`spec.${name}`, textOf(object, 'spec', name)),
      );
    if (!isKind(object, issuers, clusterIssuers)) return [];
    return listOf(object, 'spec', 'acme', 'solvers').flatMap((solver, index) =>
      flawsAt(`spec.acme.solvers[${index}].waitInsteadOfSelfCheck`, textOf(solver, 'waitInsteadOfSelfCheck')),
    );
  },
};
