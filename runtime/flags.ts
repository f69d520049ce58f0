import { Command, CommanderError, Option } from 'commander';
import type { Flag, FlagTable, FlagValues } from './flag.ts';
import { nearest } from '../api/nearest.ts';

export { boolean, duration, integer, labels, list, text } from './flag-kinds.ts';
export type { Flag, FlagTable, FlagValues } from './flag.ts';
export { featureGates, type Gate } from './feature-gates.ts';
export { listenAddress, type ListenAddress } from './listen-address.ts';

/** The process should end: print the text (to standard output when the code is 0) and exit. */
export class FlagExit extends Error {
  /** 0 for help, 2 for a mistake. */
  readonly exitCode: 0 | 2;

  /** @param text ends in a line feed */
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

/**
 * Reads a command line as Go's flags are written: `--flag=value`, `--flag value`, `--switch`, `--switch=false`.
 *
 * @throws {FlagExit} for `--help` and for mistakes; one line that names the flag, and the one that was probably meant
 */
export function parseFlags<Table extends FlagTable>(options: ParseFlagsOptions<Table>): ParsedFlags<Table> {
  const { command, flags, argv } = options;
  let help = '';
  const program = commandFor(options, (text) => (help += text));
  try {
    program.parse(withValues(argv, flags), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new FlagExit(0, help);
    throw new FlagExit(2, `${command}: ${inOneLine(error, flags, program.args)}\n`);
  }
  const given: Record<string, readonly string[] | undefined> = program.opts();
  const entries = program.options.map((option) => {
    const name = option.long?.slice(2) ?? '';
    return [name, valueOf(command, name, flags[name], given[option.attributeName()] ?? [])];
  });
  return { values: Object.fromEntries(entries) as FlagValues<Table>, positional: program.args };
}

function commandFor(
  { command, summary, flags, positional }: ParseFlagsOptions<FlagTable>,
  write: (text: string) => void,
): Command {
  const program = new Command(command)
    .description(summary)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: () => {} })
    .allowExcessArguments(positional !== undefined);
  if (positional !== undefined) program.argument(`[${positional}...]`);
  for (const [name, { description, placeholder, defaultText }] of Object.entries(flags)) {
    const shown = defaultText === undefined ? description : `${description} (default ${defaultText})`;
    const option = new Option(`--${name} <${placeholder}>`, shown);
    option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
    program.addOption(option);
  }
  return program;
}

/** `--switch` alone gets its value, so that it never swallows what follows. */
function withValues(argv: readonly string[], flags: FlagTable): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    const isSwitch = word.startsWith('--') && flags[word.slice(2)]?.boolean === true;
    return isSwitch && (end < 0 || index < end) ? `${word}=true` : word;
  });
}

function inOneLine(error: CommanderError, flags: FlagTable, args: readonly string[]): string {
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const [flag = ''] = quoted.split(/[= ]/);
  switch (error.code) {
    case 'commander.unknownOption': {
      const meant = nearest(flag.replace(/^-+/, ''), Object.keys(flags));
      return `unknown flag ${flag}${meant === undefined ? '' : ` (did you mean --${meant}?)`}`;
    }
    case 'commander.optionMissingArgument':
      return `flag ${flag} needs a value`;
    case 'commander.excessArguments':
      return `unexpected argument ${JSON.stringify(args[0] ?? '')}`;
    default:
      return error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  }
}

function valueOf(
  command: string,
  name: string,
  flag: Flag<unknown> | undefined,
  texts: readonly string[],
): unknown {
  let value: unknown;
  for (const [index, text] of texts.entries()) {
    const read = readText(command, name, flag, text);
    value = index > 0 && flag?.merge !== undefined ? flag.merge(value, read) : read;
  }
  return texts.length === 0 ? flag?.default : value;
}

function readText(command: string, name: string, flag: Flag<unknown> | undefined, text: string): unknown {
  try {
    return flag?.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'cannot be read';
    throw new FlagExit(2, `${command}: invalid value ${JSON.stringify(text)} for flag --${name}: ${why}\n`);
  }
}
