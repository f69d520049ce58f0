import { TransientFailure } from '../api/failure.ts';
import { ApiError, isConflict } from '../runtime/api-error.ts';

/** Reason of the failure when there was no answer at all: nothing can be told anybody then. */
export const apiServerUnreachable = 'ApiServerUnreachable';

/**
 * Runs a write and says what was attempted when the API server refuses it. A refusal (quota, admission, a missing
 * permission) may be lifted without any change that we would see, so it is tried again with back-off.
 *
 * @param reason becomes a condition's and an event's reason
 * @param attempted begins the message: `Failed to create CertificateRequest`
 * @throws {ApiError} a Conflict as it is: looking again answers it
 * @throws {TransientFailure} with the given reason for every other refusal
 */
export async function explained<T>(reason: string, attempted: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isConflict(error) || !(error instanceof ApiError)) throw error;
    throw new TransientFailure(reason, `${attempted}: ${error.message}`, {
      cause: error,
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    });
  }
}
