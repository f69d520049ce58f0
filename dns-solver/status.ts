/** Reasons of `metav1.Status` that this server gives, with their HTTP codes. */
const codes = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  TooManyRequests: 429,
  InternalError: 500,
  Timeout: 504,
} as const;

export type StatusReason = keyof typeof codes;

/** `metav1.StatusDetails`, as far as it is used. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
}

/** `metav1.Status`: how a Kubernetes API says no. */
export interface StatusBody {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: StatusReason;
  readonly details?: StatusDetails;
  readonly code: number;
}

/**
 * A request that is refused before a solver sees it. Thrown on the way and answered in one place.
 *
 * The message is shown to the caller, and through cert-manager on a Challenge: it is the same on every retry.
 */
export class Refusal extends Error {
  readonly reason: StatusReason;
  readonly details: StatusDetails | undefined;

  /** @param cause for the log only */
  constructor(reason: StatusReason, message: string, details?: StatusDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Refusal';
    this.reason = reason;
    this.details = details;
  }

  get code(): number {
    return codes[this.reason];
  }

  get body(): StatusBody {
    const { reason, message, details, code } = this;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason,
      code,
      ...(details !== undefined && { details }),
    };
  }
}
