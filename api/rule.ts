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
