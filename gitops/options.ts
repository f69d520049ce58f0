import { parseArgs } from 'node:util';
import { nearest } from '../api/nearest.ts';
import { type Threshold, thresholds } from './config.ts';
import { formats, type Format } from './report/formats.ts';
import { UsageError } from './usage-error.ts';

/** A report and where it goes; standard output when there is no file. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

/** What `certloom check` is asked to do. */
export interface Options {
  /** `check` reads and judges; the others read standard input and write it out again, or only tell. */
  readonly mode: 'check' | 'krm' | 'filter' | 'help' | 'list' | 'explain';
  /** Paths, `-` for standard input; for `explain` the rule. */
  readonly paths: readonly string[];
  readonly outputs: readonly Output[];
  readonly config: string | undefined;
  readonly failOn: Threshold | undefined;
  readonly base: string | undefined;
  readonly issuers: readonly string[];
  readonly fluxVariables: boolean;
  readonly fix: boolean;
  readonly quiet: boolean;
  readonly color: boolean | undefined;
  readonly allowEmpty: boolean;
}

const flags = {
  output: { type: 'string', short: 'o', multiple: true },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  'fail-on': { type: 'string' },
  base: { type: 'string' },
  issuer: { type: 'string', multiple: true },
  'flux-variables': { type: 'boolean' },
  fix: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  'list-rules': { type: 'boolean' },
  krm: { type: 'boolean' },
  filter: { type: 'boolean' },
  'allow-empty': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export const usage = `Usage: certloom check [flags] PATH...
       certloom check explain RULE

Judges Certificates, Issuers and their kin as admission would, and what only shows in Git. PATH is a file, a folder, a
pattern, or - for standard input. Ends with 0 when nothing is wrong, 1 when something is, 2 when it could not check.

  -o, --output FORMAT[=FILE]  ${formats.join(', ')}; may be repeated (default human)
      --fail-on LEVEL         ${thresholds.join(', ')}: what counts as wrong (default error)
      --base REVISION         only what has changed for the worse since this revision of git
      --fix                   write canonical spellings into the files, keeping comments and layout
      --issuer KIND/NAME      an issuer that is kept elsewhere; may be repeated, patterns allowed
      --flux-variables        \${NAME} is filled in by Flux, so do not judge it
      --config FILE           instead of the nearest .certloom.yaml; --no-config for none
      --list-rules            print every rule
  -q, --quiet                 no summary
      --color, --no-color     whether a terminal or not
      --krm                   be a KRM function: a ResourceList on standard input and output
      --filter                print what was read if nothing is wrong with it; for config management plugins
      --allow-empty           with --filter: let nothing at all pass
`;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true, strict: true });
  } catch (error) {
    const message = error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
    const [, name = ''] = /^Unknown option '--?([^'=]+)/.exec(message) ?? [];
    if (name === '') throw new UsageError(message);
    const meant = nearest(name, Object.keys(flags));
    throw new UsageError(`unknown flag --${name}${meant === undefined ? '' : ` (did you mean --${meant}?)`}`);
  }
}

function chosen<T extends string>(flag: string, value: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError(`${flag} must be one of ${known.join(', ')}, not "${value}"`);
  return found;
}

function outputOf(text: string): Output {
  const [name = '', ...file] = text.split('=');
  const format = chosen('--output', name, formats);
  return file.length === 0 ? { format } : { format, file: file.join('=') };
}

type Values = ReturnType<typeof parsed>['values'];

function modeOf(values: Values, positionals: readonly string[]): Options['mode'] {
  if (values.help === true) return 'help';
  if (values['list-rules'] === true) return 'list';
  if (values.krm === true) return 'krm';
  if (values.filter === true) return 'filter';
  return positionals[0] === 'explain' ? 'explain' : 'check';
}

/** What flags and paths do not go together; `undefined` when all is well. */
function conflict({ mode, paths, fix, base, outputs }: Options): string | undefined {
  const readsInput = paths.includes('-');
  const printed = outputs.filter(({ file }) => file === undefined);
  const conflicts: readonly (readonly [boolean, string])[] = [
    [mode === 'check' && paths.length === 0, 'say what to check: a PATH, or - for standard input'],
    [mode === 'explain' && paths.length !== 1, 'explain wants one rule'],
    [mode === 'krm' && paths.length > 0, '--krm reads standard input only'],
    [fix && (mode !== 'check' || readsInput), '--fix wants files'],
    [base !== undefined && readsInput, '--base wants files of a working tree'],
    [printed.length > 1, 'only one report can go to standard output; give the others a file: -o sarif=FILE'],
  ];
  return conflicts.find(([isSo]) => isSo)?.[1];
}

function colorOf({ color, 'no-color': noColor }: Values): boolean | undefined {
  return noColor === true ? false : color;
}

function switchesOf(values: Values): Pick<Options, 'fluxVariables' | 'fix' | 'quiet' | 'allowEmpty'> {
  return {
    fluxVariables: values['flux-variables'] ?? false,
    fix: values.fix ?? false,
    quiet: values.quiet ?? false,
    allowEmpty: values['allow-empty'] ?? false,
  };
}

/** @throws {UsageError} */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const mode = modeOf(values, positionals);
  const outputs = (values.output ?? ['human']).map(outputOf);
  const failOn = values['fail-on'];
  const options: Options = {
    mode,
    paths: mode === 'explain' ? positionals.slice(1) : positionals,
    outputs,
    config: values['no-config'] === true ? '' : values.config,
    failOn: failOn === undefined ? undefined : chosen('--fail-on', failOn, thresholds),
    base: values.base,
    issuers: values.issuer ?? [],
    color: colorOf(values),
    ...switchesOf(values),
  };
  const wrong = conflict(options);
  if (wrong !== undefined) throw new UsageError(wrong);
  return options;
}
