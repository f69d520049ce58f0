/** Where the credentials of the process come from; the real places when left out. */
export interface AmbientOptions {
  /** The variables of the process, for `AWS_…`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Of the machine: `http://169.254.169.254` when left out. */
  readonly metadataUrl?: string;
}
