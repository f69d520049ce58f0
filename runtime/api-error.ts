import { Failure } from '../api/failure.ts';

/** `Status` of the Kubernetes API, as error answers carry it. */
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

/** An answer of the API server that is not a success. The message is the server's own sentence and nothing else. */
export class ApiError extends Failure {
  readonly retry: boolean;
  /** HTTP status. */
  readonly code: number;
  readonly causes: readonly string[];

  constructor(code: number, status: ApiStatus, retryAfterSeconds?: number) {
    super(status.reason ?? '', status.message ?? '');
    this.code = code;
    this.causes = [];
    this.retry = retryAfterSeconds !== undefined;
  }
}

/** Somebody was faster: the resourceVersion (or a precondition) no longer holds. */
export function isConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 409 && error.reason !== 'AlreadyExists';
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

/** 422: the schema or a CEL rule refused the object. */
export function isInvalid(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 422;
}

/** 410: the list or watch began too long ago; start over. */
export function isGone(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === 410;
}
