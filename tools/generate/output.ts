/** A generated file. */
export interface Output {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}
