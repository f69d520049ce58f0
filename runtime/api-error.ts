import { Failure, type FailureDetails } from '../api/failure.ts';

/** `Status` of the Kubernetes API (meta/v1), as error answers carry it. */
export interface ApiStatus {
  readonly message?: string;
  readonly reason?: string;
  readonly code?: number;
  readonly details?: {
    readonly name?: string;
    readonly kind?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly {
      readonly reason?: string;
      readonly field?: string;
      readonly message?: string;
    }[];
  };
}

/** Reasons that answers without a `Status` would have had (meta/v1 `StatusReason`). */
const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  422: 'Invalid',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** Answers that can be different next time without anybody changing the object (401: tokens are rotated). */
const passing = new Set([401, 404, 408, 409, 410, 429]);

/** Nobody tells us when a role or a quota changes, so what is forbidden is tried again, slowly. */
const forbiddenRetrySeconds = 300;

/** An answer of the API server that is not a success. The message is the server's own sentence and nothing else. */
export class ApiError extends Failure {
  readonly retry: boolean;
  /** HTTP status. */
  readonly code: number;
  /** `details.causes[].reason`, such as `NamespaceTerminating` or `ResourceVersionTooLarge`. */
  readonly causes: readonly string[];

  /** @param retryAfterSeconds the answer's `Retry-After` */
  constructor(code: number, status: ApiStatus, retryAfterSeconds?: number) {
    const reason = status.reason || reasons[code] || `Http${code}`;
    const message = status.message || `The API server answered ${code} ${reason}`;
    super(reason, message, comeBackIn(code, retryAfterSeconds ?? status.details?.retryAfterSeconds));
    this.code = code;
    this.retry = passing.has(code) || code >= 500;
    this.causes = (status.details?.causes ?? []).flatMap((cause) => cause.reason ?? []);
  }
}

function comeBackIn(code: number, told: number | undefined): FailureDetails {
  if (told !== undefined) return { retryAfterSeconds: told };
  return code === 403 ? { retryAfterSeconds: forbiddenRetrySeconds } : {};
}

/** Somebody was faster: the resourceVersion (or a precondition) no longer holds. */
export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'Conflict';
}

export function isAlreadyExists(error: unknown): error is ApiError {
  return error instanceof ApiError && error.reason === 'AlreadyExists';
}

export function isNotFound(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 404;
}

export function isForbidden(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 403;
}

/** 422: the schema, a CEL rule or a webhook refused the object. */
export function isInvalid(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 422;
}

/**
 * What a list or watch goes on from is not there: too old (410), or, after a restore of etcd, in the future
 * (`ResourceVersionTooLarge`). Start over.
 */
export function isGone(error: unknown): error is ApiError {
  return (
    error instanceof ApiError && (error.code === 410 || error.causes.includes('ResourceVersionTooLarge'))
  );
}

/** The namespace is being deleted: nothing more can be created in it. */
export function isNamespaceTerminating(error: unknown): error is ApiError {
  return isForbidden(error) && error.causes.includes('NamespaceTerminating');
}

/**
 * Reads an error answer.
 *
 * @param body as received; only a `Status` in JSON is believed, other texts may come from anything on the way
 */
export function apiErrorFrom(code: number, body: string, retryAfter?: string): ApiError {
  const seconds = Number(retryAfter);
  return new ApiError(
    code,
    statusFrom(body),
    retryAfter !== undefined && Number.isFinite(seconds) ? seconds : undefined,
  );
}

function statusFrom(body: string): ApiStatus {
  try {
    const parsed: unknown = JSON.parse(body);
    const isStatus =
      typeof parsed === 'object' && parsed !== null && 'kind' in parsed && parsed.kind === 'Status';
    return isStatus ? (parsed as ApiStatus) : {};
  } catch {
    return {};
  }
}
