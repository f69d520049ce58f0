import { Failure, TerminalFailure, TransientFailure } from '../../api/failure.ts';

/** The CA has refused for good: the object that wanted it has failed. */
export class CaRefusal extends TerminalFailure {
  /** The failure's own reason, such as `AcmeMalformed`. */
  readonly word: string;

  constructor(beginning: string, refused: Failure) {
    super('AcmeRefused', `${beginning}${refused.message}`, { cause: refused });
    this.word = refused.reason;
  }
}

/**
 * Awaits a call to the CA. What it refuses for good comes out as a {@link CaRefusal}, what may pass as it is but told
 * with a beginning; everything else (the API server, bugs) is left alone.
 *
 * @param beginning of the text users see: `Failed to create Order: `
 */
export async function orRefusal<Value>(work: Promise<Value>, beginning: string): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Failure) || !error.reason.startsWith('Acme')) throw error;
    if (!error.retry) throw new CaRefusal(beginning, error);
    const { retryAfterSeconds } = error;
    const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    throw new TransientFailure(error.reason, `${beginning}${error.message}`, { ...details, cause: error });
  }
}
