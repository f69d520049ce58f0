import { issuerRules } from '../../issuer/rules/index.ts';
import type { Issuer, Solver } from '../../issuer/issuer.ts';
import { marks, toldBy } from '../../cel-told.ts';
import type { CelCheck, Rule } from '../../rule.ts';
import { created } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

/** What cert-manager refuses in an issuer no issuer can have, so it is nothing that a controller would copy. */
const ofIssuers = issuerRules.filter(
  ({ severity, source }) => severity === 'deny' && source.startsWith('cert-manager'),
);

const inSpec = 'spec.acme.solvers';
const inIssuer = `${inSpec}[0]`;

function ofTheSolver(cel: string): string {
  return cel.replaceAll(/\bentry\b/g, 'object.spec.solver');
}

/** A check of every solver of an issuer as one of the only solver of a Challenge; none of what is about a solver as a whole. */
function inChallenge(rule: Rule<Issuer>, check: CelCheck): readonly CelCheck[] {
  const { field, kind, detail } = toldBy(rule, check);
  const [before, member] = field.split(`[${marks.place}].`);
  if (check.each !== inSpec || before !== inSpec || member === undefined) return [];
  const { valid, value } = check;
  return [
    {
      valid: ofTheSolver(valid),
      ...(value !== undefined && { value: ofTheSolver(value) }),
      says: { field: `spec.solver.${member}`, kind, detail },
      ofNew: true,
    },
  ];
}

function issuerWith(solver: Solver): Issuer {
  const account = { server: 'https://acme.example/directory', privateKeySecretRef: { name: 'account' } };
  return { metadata: { name: 'any' }, spec: { acme: { ...account, solvers: [solver] } } };
}

export const solverIsLegal: Rule<Challenge> = {
  id: 'challenge/solver-is-legal',
  field: 'spec.solver',
  severity: 'deny',
  source: "gap O5: a solver that no issuer may have; cert-manager's controller crashes on some of them",
  passes: [created({})],
  fails: [
    created({ solver: { dns01: { cloudflare: {} } } }),
    created({ solver: { dns01: { rfc2136: { nameserver: '' } } } }),
  ],
  cel: ofIssuers.flatMap((rule) => (rule.cel ?? []).flatMap((check) => inChallenge(rule, check))),
  check({ spec: { solver } }, before) {
    if (before) return [];
    const issuer = issuerWith(solver);
    return ofIssuers
      .flatMap((rule) => rule.check(issuer))
      .filter(({ field }) => field.startsWith(`${inIssuer}.`))
      .map((violation) => ({ ...violation, field: violation.field.replace(inIssuer, 'spec.solver') }));
  },
};
