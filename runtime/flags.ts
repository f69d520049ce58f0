import { Command, CommanderError, Option } from 'commander';
import type { Flag, FlagTable, FlagValues } from './flag.ts';
import { nearest } from '../api/nearest.ts';
import {
  type ConfigFileFormat,
  ConfigMistake,
  flagsInFile,
  readConfigFile,
  type StatedInFile,
} from './config-file.ts';

export { boolean, choice, duration, integer, labels, list, noEffect, notServed, text } from './flag-kinds.ts';
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
  /** What the file of `--config`, where there is that flag, may say in place of flags; flags win. */
  readonly file?: ConfigFileFormat;
  /** Name of the positional arguments, where there are any: `PATH`. */
  readonly positional?: string;
}

export interface ParsedFlags<Table extends FlagTable> {
  readonly values: FlagValues<Table>;
  readonly positional: readonly string[];
  /** What the file of `--config` holds. */
  readonly content?: unknown;
  /** Flags that are stated and change nothing. */
  readonly withoutEffect: readonly WithoutEffect[];
}

export interface WithoutEffect {
  readonly flag: string;
  readonly why: string;
}

type Texts = readonly string[];

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
  const onLine = textsOf(program);
  const { content, stated } = readFile(options, onLine.get('config')?.at(-1));
  const entries = Object.entries(flags).map(([name, flag]) => {
    const texts = onLine.get(name);
    const inFile = texts === undefined ? stated.get(name) : undefined;
    const where = inFile === undefined ? `flag --${name}` : `${inFile.path} in the file of --config`;
    return [name, valueOf(flag, inFile === undefined ? texts : [inFile.text], { command, where })];
  });
  const withoutEffect = Object.entries(flags).flatMap(([name, { noEffect: why }]) =>
    why !== undefined && (onLine.has(name) || stated.has(name)) ? [{ flag: `--${name}`, why }] : [],
  );
  const values = Object.fromEntries(entries) as FlagValues<Table>;
  return { values, positional: program.args, content, withoutEffect };
}

/** Only flags that are stated, by name. */
function textsOf(program: Command): ReadonlyMap<string, Texts> {
  const given: Record<string, Texts | undefined> = program.opts();
  return new Map(
    program.options.flatMap((option) => {
      const texts = given[option.attributeName()];
      return texts === undefined ? [] : [[option.long?.slice(2) ?? '', texts] as const];
    }),
  );
}

/** @throws {FlagExit} */
function readFile(
  { command, file, flags }: ParseFlagsOptions<FlagTable>,
  path = '',
): { readonly content?: unknown; readonly stated: ReadonlyMap<string, StatedInFile> } {
  if (file === undefined || path === '') return { stated: new Map() };
  try {
    const content = readConfigFile(path);
    return { content, stated: flagsInFile(content, file, flags) };
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error;
    throw new FlagExit(2, `${command}: --config ${path}: ${error.message}\n`);
  }
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
  for (const [name, { description, placeholder, defaultText, letter }] of Object.entries(flags)) {
    const shown = defaultText === undefined ? description : `${description} (default ${defaultText})`;
    const short = letter === undefined ? '' : `-${letter}, `;
    const option = new Option(`${short}--${name} <${placeholder}>`, shown);
    option.argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
    program.addOption(option);
  }
  return program;
}

/** `--switch` alone gets its value, so that it never swallows what follows; `-v=2` is `--v=2`. */
function withValues(argv: readonly string[], flags: FlagTable): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    if (end >= 0 && index >= end) return word;
    const [, letter, text] = /^-(\w)=(.*)$/.exec(word) ?? [];
    const [name] = Object.entries(flags).find(([, flag]) => flag.letter === letter) ?? [];
    if (letter !== undefined && name !== undefined) return `--${name}=${text}`;
    const isSwitch = word.startsWith('--') && flags[word.slice(2)]?.boolean === true;
    return isSwitch ? `${word}=true` : word;
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

/** Of a value, for messages. */
interface Place {
  readonly command: string;
  readonly where: string;
}

function valueOf(flag: Flag<unknown>, texts: Texts | undefined, at: Place): unknown {
  if (texts === undefined) return flag.default;
  let value: unknown;
  for (const [index, text] of texts.entries()) {
    const read = readText(flag, text, at);
    value = index > 0 && flag.merge !== undefined ? flag.merge(value, read) : read;
  }
  return value;
}

function readText(flag: Flag<unknown>, text: string, { command, where }: Place): unknown {
  try {
    return flag.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'cannot be read';
    throw new FlagExit(2, `${command}: invalid value ${JSON.stringify(text)} for ${where}: ${why}\n`);
  }
}
