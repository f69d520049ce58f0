import type { Certificate } from '../api/certificate/certificate.ts';
import { defaultableMembers, type OrganisationDefaults } from '../api/certificate/organisation-defaults.ts';
import { judgedKinds } from '../api/judge.ts';
import { certificates } from '../api/kinds.ts';
import { describeViolation } from '../api/rule.ts';
import { decoders } from '../pki/candidates.ts';
import { ConfigMistake, type Members, membersOf } from '../runtime/config-file.ts';

/** Organisation defaults: those for every Certificate, and those that a webhook of its own asks for by name. */
export interface DefaultSettings {
  readonly everywhere: OrganisationDefaults;
  readonly byName: ReadonlyMap<string, OrganisationDefaults>;
}

export const noDefaults: DefaultSettings = { everywhere: {}, byName: new Map() };

/** All gates are on: what a Certificate may hold is not decided here. */
const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };

/** Defaults must make a legal Certificate of the least that one can state. */
function defaultsFrom(value: unknown, at: string): OrganisationDefaults {
  const defaults = membersOf(value ?? {}, at, defaultableMembers) as OrganisationDefaults;
  const spec = { secretName: 'any', dnsNames: ['any.example'], issuerRef: { name: 'any' }, ...defaults };
  const certificate: Certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'any', namespace: 'any' },
    spec,
  };
  const kind = judgedKinds(gates, decoders).find(({ resource }) => resource === certificates);
  const [wrong] = (kind?.judge(certificate, undefined) ?? []).filter(({ severity }) => severity === 'deny');
  if (wrong) throw new ConfigMistake(`${at}: ${describeViolation(wrong.violation)}`);
  return defaults;
}

/** Part of a URL and of the name of a webhook. */
const profileName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function profileFrom(value: unknown, at: string): readonly [string, OrganisationDefaults] {
  const { name, certificate } = membersOf(value, at, ['name', 'certificate']);
  if (typeof name !== 'string' || !profileName.test(name))
    throw new ConfigMistake(`${at}: name must be a DNS label`);
  return [name, defaultsFrom(certificate, `${at}.certificate`)];
}

function listOf(value: unknown, at: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ConfigMistake(`${at} must be a list`);
}

/**
 * The defaults in the configuration file of the webhook.
 *
 * @param content parsed YAML, whose other members are somebody else's
 * @throws {ConfigMistake}
 */
export function defaultsIn(content: unknown): DefaultSettings {
  const { defaults } = (content ?? {}) as Members;
  const { certificate, byNamespace } = membersOf(defaults ?? {}, 'defaults', ['certificate', 'byNamespace']);
  const at = 'defaults.byNamespace';
  const profiles = listOf(byNamespace ?? [], at).map((entry, index) => profileFrom(entry, `${at}[${index}]`));
  const byName = new Map(profiles);
  if (byName.size < profiles.length) throw new ConfigMistake(`${at}: two have the same name`);
  return { everywhere: defaultsFrom(certificate, 'defaults.certificate'), byName };
}
