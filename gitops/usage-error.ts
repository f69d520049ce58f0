/** The check can't be carried out: a wrong flag, a file that is not there. Shown as it is; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
