import type { Certificate } from '../../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../../api/conditions.ts';

/** Who has to do something about it: people, certloom itself, nobody. */
export type Urgency = 'attention' | 'progress' | 'well';

/**
 * How a Certificate stands, what is most urgent first. `label` is what people read, `sign` stands before it, so that
 * colour is never alone.
 */
export const states = {
  expired: { label: 'Expired', sign: '✖', urgency: 'attention' },
  failed: { label: 'Failed', sign: '✖', urgency: 'attention' },
  conflict: { label: 'Conflict', sign: '✖', urgency: 'attention' },
  overdue: { label: 'Renewal overdue', sign: '▲', urgency: 'attention' },
  'renewal-failed': { label: 'Renewal failed', sign: '▲', urgency: 'attention' },
  'held-up': { label: 'Held up', sign: '▲', urgency: 'attention' },
  'not-ready': { label: 'Not ready', sign: '▲', urgency: 'attention' },
  issuing: { label: 'Issuing', sign: '●', urgency: 'progress' },
  renewing: { label: 'Renewing', sign: '●', urgency: 'progress' },
  new: { label: 'New', sign: '○', urgency: 'progress' },
  ready: { label: 'Ready', sign: '✔', urgency: 'well' },
} as const satisfies Record<string, { label: string; sign: string; urgency: Urgency }>;

export type State = keyof typeof states;

export const stateNames = Object.keys(states) as readonly State[];

const ranks = Object.fromEntries(stateNames.map((name, rank) => [name, rank])) as Record<State, number>;

/** 0 is most urgent. */
export function rankOf(state: State): number {
  return ranks[state];
}

/** An issuance that is not through after so long is told of, whatever it waits for. */
const longSeconds = 3600;

interface Looked {
  readonly certificate: Certificate;
  readonly now: Date;
  readonly isReady: boolean;
  readonly isIssuing: boolean;
  readonly isHeldUp: () => boolean;
}

/** The first that holds. */
const tests: readonly (readonly [State, (looked: Looked) => boolean])[] = [
  ['expired', ({ certificate, now }) => hasExpired(certificate, now)],
  ['conflict', ({ certificate }) => isTrue(certificate.status?.conditions, 'Conflict')],
  [
    'overdue',
    ({ certificate, isReady }) => isReady && isTrue(certificate.status?.conditions, 'RenewalOverdue'),
  ],
  ['renewal-failed', ({ certificate, isReady }) => isReady && hasFailed(certificate)],
  ['failed', ({ certificate }) => hasFailed(certificate)],
  [
    'held-up',
    ({ certificate, now, isIssuing, isHeldUp }) => isIssuing && (isLate(certificate, now) || isHeldUp()),
  ],
  ['renewing', ({ isReady, isIssuing }) => isReady && isIssuing],
  ['issuing', ({ isIssuing }) => isIssuing],
  ['ready', ({ isReady }) => isReady],
  ['new', ({ certificate }) => (certificate.status?.conditions ?? []).length === 0],
];

/** @param isHeldUp whether somebody must do something before its issuance goes on; asked only where it matters */
export function stateOf(certificate: Certificate, now: Date, isHeldUp: () => boolean): State {
  const conditions = certificate.status?.conditions;
  const isReady = isTrue(conditions, 'Ready');
  const looked = { certificate, now, isReady, isIssuing: isTrue(conditions, 'Issuing'), isHeldUp };
  return tests.find(([, holds]) => holds(looked))?.[0] ?? 'not-ready';
}

function hasExpired({ status }: Certificate, now: Date): boolean {
  return status?.notAfter !== undefined && Date.parse(status.notAfter) <= now.getTime();
}

/** The attempt that was made last failed, and no other is under way. */
export function hasFailed({ status }: Certificate): boolean {
  const issuing = findCondition(status?.conditions, 'Issuing');
  return issuing?.status === 'False' && status?.lastFailureTime !== undefined;
}

function isLate({ status }: Certificate, now: Date): boolean {
  const since = findCondition(status?.conditions, 'Issuing')?.lastTransitionTime;
  return since !== undefined && now.getTime() - Date.parse(since) > longSeconds * 1000;
}
