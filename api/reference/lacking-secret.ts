import type { NamedSecret } from '../issuer/secret-names.ts';
import type { KubeObject } from '../resource.ts';
import type { Violation } from '../rule.ts';
import type { World } from './world.ts';

/** What is not there of a Secret that an object names; nothing when it is not known. */
export function lackingSecret(
  { field, name, keys }: NamedSecret,
  from: KubeObject,
  world: World,
): readonly Violation[] {
  const facts = world.secretOf(from, name);
  if (facts === undefined) return [];
  const told = (detail: string): Violation => ({ field, kind: 'Invalid', value: name, detail });
  if (facts === 'missing') return [told(`there is no Secret ${name} yet`)];
  const lacking = facts.keys && keys.filter((key) => facts.keys?.includes(key) !== true);
  return lacking?.length ? [told(`the Secret ${name} has no entry ${lacking.join(' and no ')}`)] : [];
}
