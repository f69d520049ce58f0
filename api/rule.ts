import type { CelGap } from './cel-gaps.ts';
import { shownValue } from './shown-value.ts';

/** The words Kubernetes uses for what is wrong with a field (`k8s.io/apimachinery` field errors). */
export type ViolationKind = 'Required' | 'Invalid' | 'Forbidden' | 'NotSupported' | 'Duplicate' | 'TooLong';

/** One thing that is wrong with one field. */
export interface Violation {
  /** Where, as people write it: `spec.dnsNames[0]`, map keys in brackets. */
  readonly field: string;
  readonly kind: ViolationKind;
  /** What is wrong and how to mend it: one line of ASCII. */
  readonly detail: string;
  /** The offending value as it is shown; left out where it would be noise or a secret. */
  readonly value?: string;
}

/** `deny`: issuance can never work. `warn`: it may, but probably not as meant. */
export type Severity = 'deny' | 'warn';

/** An example: a whole object to check, and for rules about change the one it was before. */
export interface Example<Subject> {
  readonly after: Subject;
  readonly before?: Subject;
}

/**
 * A rule, or what CEL can say of it, for API servers that judge without asking a process: in a ValidatingAdmissionPolicy,
 * and in the CRD.
 */
export interface CelCheck {
  /**
   * True when all is well. About `object`, and `oldObject` where the rule is about a change; only what Kubernetes 1.30
   * understands. The schema holds already.
   */
  readonly valid: string;
  /** Path of a list or a map: every entry of it, or every key, is judged by itself, and is called `entry`. */
  readonly each?: string;
  /** Only a new object is judged. */
  readonly ofNew?: true;
  /** What is told: the first violation of the rule's examples in whose text this stands; left out: the very first. */
  readonly tells?: string;
  /** What is told, where CEL has to be less exact than the rule. Says `[0]` for the place of an entry. */
  readonly says?: Pick<Violation, 'field' | 'kind' | 'detail'>;
  /** CEL for the text that the violation shows as its value. */
  readonly value?: string;
  /** CEL for what makes what was wrong before the same as what is wrong now; `value` when left out. */
  readonly same?: string;
  /**
   * Stands in the CRD, too: what guards a status, or keeps what may never change. It holds for every write, whoever makes
   * it and whatever is down, so the webhook need not be asked about a status.
   *
   * Not for what people and GitOps engines write, which are Certificates and issuers: a CRD refuses with 422 Invalid, upon
   * which Flux and Argo CD, where they may force, delete the object and make it anew. Webhook and policies say 403.
   * What is wrong with an object that is there already counts nowhere in a CRD: only a new one is judged by itself
   * ({@link ofNew}), so that its status and its finalizers can still be written.
   *
   * In a CRD the API server reads fields of the format `byte` by the alphabet of URLs: every write of an object with `+` or
   * `/` in such a field would fail, so there they are only looked at when nobody has a reason to write any more.
   */
  readonly inCrd?: true;
}

/**
 * One rule about one kind of object: a value, so that the webhook, `certloom check` and the controller judge alike, and
 * the documentation is printed from it.
 */
export interface Rule<Subject> {
  /** `<kind>/<what-is-wanted>`: shown to users; never renamed, never used again for something else. */
  readonly id: string;
  /** The field the rule is about, without indices. */
  readonly field: string;
  readonly severity: Severity;
  /** Who demands it: an RFC section, an upstream rule id, a link. */
  readonly source: string;
  readonly passes: readonly Example<Subject>[];
  readonly fails: readonly Example<Subject>[];
  /** The same in CEL, as far as CEL can say it: together these say no more than the rule does. */
  readonly cel?: readonly CelCheck[];
  /** Why CEL says nothing of it, or not all of it. A rule that denies has this, or CEL that says all, or both and says a part. */
  readonly beyondCel?: CelGap;
  /** @returns every violation; an empty list when the object is fine */
  check(after: Subject, before?: Subject): readonly Violation[];
}

const words: Record<ViolationKind, (violation: Violation) => string> = {
  Required: ({ detail }) => `Required value${detail && `: ${detail}`}`,
  Invalid: ({ detail, value }) =>
    `Invalid value${value === undefined ? '' : `: ${shownValue(value)}`}: ${detail}`,
  Forbidden: ({ detail }) => `Forbidden: ${detail}`,
  NotSupported: ({ detail, value }) => `Unsupported value: ${shownValue(value ?? '')}: ${detail}`,
  Duplicate: ({ detail, value }) => `Duplicate value: ${shownValue(value ?? '')}${detail && `: ${detail}`}`,
  TooLong: ({ detail }) => `Too long: ${detail}`,
};

/** The violation as Kubernetes words its own: `spec.duration: Invalid value: "30m": must be at least 1h`. */
export function describeViolation(violation: Violation): string {
  return `${violation.field}: ${words[violation.kind](violation)}`;
}
