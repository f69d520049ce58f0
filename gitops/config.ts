import type { CertificateGates } from '../api/certificate/gates.ts';
import { nearest } from '../api/nearest.ts';
import { readYaml } from './read/kubernetes-yaml.ts';
import { isMembers, type Members } from './members.ts';
import type { Level } from './rule.ts';
import { UsageError } from './usage-error.ts';

/** From which level on problems make the check fail. */
export type Threshold = Level | 'never';

export const thresholds: readonly Threshold[] = ['error', 'warning', 'note', 'never'];

/** What is ignored in some files, and why. */
export interface IgnoreEntry {
  readonly rules: readonly string[];
  /** Patterns of paths from the folder of the file; all paths when empty. */
  readonly paths: readonly string[];
  readonly reason: string;
}

/** `.certloom.yaml`. */
export interface Config {
  readonly failOn?: Threshold;
  /** Patterns of paths that are not checked. */
  readonly exclude: readonly string[];
  /** Patterns of folders, each of which goes to a cluster of its own; what is beside them goes to all. */
  readonly clusters: readonly string[];
  /** Issuers that are kept elsewhere: `ClusterIssuer/letsencrypt`, `Issuer/*`. */
  readonly issuers: readonly string[];
  readonly fluxVariables: boolean;
  readonly gates: CertificateGates;
  readonly ignore: readonly IgnoreEntry[];
}

const allGates: CertificateGates = {
  LiteralCertificateSubject: true,
  NameConstraints: true,
  OtherNames: true,
};

export const defaultConfig: Config = {
  exclude: [],
  clusters: [],
  issuers: [],
  fluxVariables: false,
  gates: allGates,
  ignore: [],
};

const memberNames = ['failOn', 'exclude', 'clusters', 'issuers', 'fluxVariables', 'featureGates', 'ignore'];
const entryNames = ['rules', 'paths', 'reason'];

/** Reads members one by one and says which one is wrong. */
class ConfigReader {
  readonly #members: Members;
  readonly #at: string;

  constructor(value: unknown, at: string, known: readonly string[]) {
    if (!isMembers(value)) throw new UsageError(`${at}: must be a map`);
    this.#members = value;
    this.#at = at;
    for (const name of Object.keys(value)) {
      if (known.includes(name)) continue;
      const meant = nearest(name, known);
      throw new UsageError(
        `${at}: there is no ${name}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`,
      );
    }
  }

  refuse(name: string, mustBe: string): never {
    throw new UsageError(`${this.#at}: ${name} must be ${mustBe}`);
  }

  texts(name: string): readonly string[] {
    const value = this.#members[name] ?? [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    return this.refuse(name, 'a list of texts');
  }

  text(name: string): string {
    const value = this.#members[name];
    return typeof value === 'string' && value !== '' ? value : this.refuse(name, 'text');
  }

  flag(name: string): boolean {
    const value = this.#members[name] ?? false;
    return typeof value === 'boolean' ? value : this.refuse(name, 'true or false');
  }

  threshold(name: string): Threshold | undefined {
    const value = this.#members[name];
    if (value === undefined) return undefined;
    return thresholds.find((threshold) => threshold === value) ?? this.refuse(name, thresholds.join(', '));
  }

  list(name: string): readonly unknown[] {
    const value = this.#members[name] ?? [];
    return Array.isArray(value) ? value : this.refuse(name, 'a list');
  }

  value(name: string): unknown {
    return this.#members[name];
  }
}

function gatesFrom(value: unknown, at: string): CertificateGates {
  if (value === undefined) return allGates;
  const reader = new ConfigReader(value, at, Object.keys(allGates));
  const isOn = (name: keyof CertificateGates): boolean =>
    reader.value(name) === undefined || reader.flag(name);
  return {
    LiteralCertificateSubject: isOn('LiteralCertificateSubject'),
    NameConstraints: isOn('NameConstraints'),
    OtherNames: isOn('OtherNames'),
  };
}

function entryFrom(value: unknown, at: string): IgnoreEntry {
  const reader = new ConfigReader(value, at, entryNames);
  const rules = reader.texts('rules');
  if (rules.length === 0) reader.refuse('rules', 'a list of rules');
  return { rules, paths: reader.texts('paths'), reason: reader.text('reason') };
}

/**
 * Reads a configuration file.
 *
 * @param path as it is shown
 * @throws {UsageError}
 */
export function parseConfig(path: string, text: string): Config {
  const value = readYaml(path, text) ?? {};
  const reader = new ConfigReader(value, path, memberNames);
  const failOn = reader.threshold('failOn');
  return {
    ...(failOn !== undefined && { failOn }),
    exclude: reader.texts('exclude'),
    clusters: reader.texts('clusters'),
    issuers: reader.texts('issuers'),
    fluxVariables: reader.flag('fluxVariables'),
    gates: gatesFrom(reader.value('featureGates'), `${path}: featureGates`),
    ignore: reader.list('ignore').map((entry, index) => entryFrom(entry, `${path}: ignore[${index}]`)),
  };
}
