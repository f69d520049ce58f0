/** One flag: how its text is read and what it is when left out. */
export interface Flag<T> {
  readonly description: string;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  readonly default: T;
  /** The default as people would write it; not shown when left out. */
  readonly defaultText?: string;
  /** `--x` alone means `--x=true`. */
  readonly boolean?: boolean;
  /** One letter: `-v` for `--v`. */
  readonly letter?: string;
  /** Taken for the sake of command lines that were written for cert-manager; why it changes nothing here. */
  readonly noEffect?: string;
  /** @throws {Error} with what is wrong, in a few words */
  parse(text: string): T;
  /** For flags that may be repeated; without it the last one counts. */
  merge?(before: T, after: T): T;
}

export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table, under the flags' own names: `values['leader-elect']`. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer T> ? T : never;
};
