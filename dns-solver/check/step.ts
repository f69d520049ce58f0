import { Failure } from '../../api/failure.ts';

/** What is tried, in this order. */
export type StepName =
  'configuration' | 'credentials' | 'zone' | 'plan' | 'present' | 'visible' | 'ttl' | 'clean-up';

/** How one thing went. */
export interface Step {
  readonly name: StepName;
  readonly outcome: 'ok' | 'note' | 'failed';
  /** One line. */
  readonly text: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Which step a provider's failure is about, by the reason that failures of that kind have. */
const steps: readonly (readonly [reason: RegExp, step: StepName])[] = [
  [/^InvalidSolverConfig$/, 'configuration'],
  [
    /^Secret|^(?:Forbidden|Unauthorized|ApiServerUnreachable|KubeconfigUnusable)$|(?:NoCredentials|AccessDenied|NotAuthorized)$/,
    'credentials',
  ],
  [/ZoneNotFound$/, 'zone'],
  [/(?:PlanLimit|TtlTooLow)$/, 'plan'],
];

const remedies: Readonly<Partial<Record<StepName, string>>> = {
  configuration: 'compare it with docs/providers.md',
  credentials: 'compare the Secret with what the vendor shows',
  zone: 'look which account or server holds the zone',
};

/** What went wrong, as a step: providers end their texts with what to do, after the last semicolon. */
export function stepOfFailure(error: unknown, otherwise: StepName): Step {
  if (!(error instanceof Failure)) throw error;
  const found = steps.find(([reason]) => reason.test(error.reason));
  const name = found?.[1] ?? otherwise;
  const cut = error.message.lastIndexOf('; ');
  const [text, own] = cut < 0 ? [error.message] : [error.message.slice(0, cut), error.message.slice(cut + 2)];
  const remedy = own ?? remedies[name];
  return { name, outcome: 'failed', text, ...(remedy !== undefined && { remedy }) };
}

const marks = { ok: 'ok  ', note: 'note', failed: 'FAIL' } as const;

export function formatStep({ name, outcome, text, remedy }: Step): string {
  const line = `${marks[outcome]}  ${name.padEnd(13)}  ${text}\n`;
  return remedy === undefined ? line : `${line}      ${''.padEnd(13)}  -> ${remedy}\n`;
}
