/** One flag: how its text is read and what it is when left out. */
export interface Flag<T> {
  readonly description: string;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  readonly default: T;
  /** `--x` alone means `--x=true`. */
  readonly boolean?: boolean;
  /** @throws {Error} with what is wrong, in a few words */
  parse(text: string): T;
}

export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** The values of a table, under the flags' own names: `values['leader-elect']`. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Flag<infer T> ? T : never;
};

/** The process should end: print the text (to standard output when the code is 0) and exit. */
export class FlagExit extends Error {
  /** 0 for help, 2 for a mistake. */
  readonly exitCode: 0 | 2;

  constructor(exitCode: 0 | 2, text: string) {
    super(text);
    this.name = 'FlagExit';
    this.exitCode = exitCode;
  }
}

export interface ParseFlagsOptions<Table extends FlagTable> {
  /** As people type it: `certloom controller`. */
  readonly command: string;
  readonly summary: string;
  readonly flags: Table;
  readonly argv: readonly string[];
  /** Name of the positional arguments, where there are any: `PATH`. */
  readonly positional?: string;
}

export interface ParsedFlags<Table extends FlagTable> {
  readonly values: FlagValues<Table>;
  readonly positional: readonly string[];
}

/** @throws {FlagExit} for `--help` and for mistakes */
export function parseFlags<Table extends FlagTable>(options: ParseFlagsOptions<Table>): ParsedFlags<Table> {
  throw new Error('not built yet', { cause: options });
}

function notYet(...given: readonly unknown[]): never {
  throw new Error('not built yet', { cause: given });
}

export function text(description: string, value = ''): Flag<string> {
  return notYet(description, value);
}

/** `--x`, `--x=true`, `--x=false`. */
export function boolean(description: string, value: boolean): Flag<boolean> {
  return notYet(description, value);
}

export function integer(description: string, value: number): Flag<number> {
  return notYet(description, value);
}

/** A Go duration, kept in seconds. @param value seconds */
export function duration(description: string, value: number): Flag<number> {
  return notYet(description, value);
}

/** Comma-separated, and may be repeated. */
export function list(description: string, value: readonly string[] = []): Flag<readonly string[]> {
  return notYet(description, value);
}

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[::1]:port` or `:port`; `0` switches the server off and gives `undefined`. */
export function listenAddress(description: string, value: string): Flag<ListenAddress | undefined> {
  return notYet(description, value);
}

/** A feature gate; a locked one cannot be changed. */
export interface Gate {
  readonly default: boolean;
  readonly locked?: boolean;
}

/** `A=true,B=false`; an unknown gate is a mistake. The value holds every known gate. */
export function featureGates<Name extends string>(
  known: Readonly<Record<Name, Gate>>,
): Flag<Readonly<Record<Name, boolean>>> {
  return notYet(known);
}
