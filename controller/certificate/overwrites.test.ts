import { describe, expect, it } from 'vitest';

import { createStore } from '../../runtime/memory-store.ts';
import { leaf, targetSecretFacts } from '../../test/build/certificate-seen.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { createOverwrites, foreignWriter } from './overwrites.ts';

const own = targetSecretFacts(leaf('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z'));
const nobodys = { ...own.managed, dataKeys: ['ca.crt'] };
const theirs: SecretFacts = { ...own, managed: nobodys, writers: ['vault-sync'] };

function told(...changes: readonly SecretFacts[]) {
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  const secrets = createStore<SecretFacts>();
  const overwrites = createOverwrites(clock);
  overwrites.watch(secrets);
  const say = (secret: SecretFacts, version: number) =>
    secrets.take({ ...secret, metadata: { ...secret.metadata, resourceVersion: String(version) } });
  for (const [index, secret] of changes.entries()) say(secret, index + 1);
  return { clock, overwrites, say, of: () => overwrites.of('web/shop-tls') };
}

describe('whoever writes over what we wrote', () => {
  it('is remembered by name, with how often it happened', () => {
    expect(told(own, theirs).of()).toMatchObject({ manager: 'vault-sync', times: 1 });
    expect(told(own, theirs, own, theirs).of()).toMatchObject({ times: 2 });
  });

  it('is nobody while the Secret is ours, or was never', () => {
    expect(told(own, own).of()).toBeUndefined();
    expect(told(theirs, theirs).of()).toBeUndefined();
    expect(told(theirs, own).of()).toBeUndefined();
  });

  it('is nobody who writes the same as we: both own it then', () => {
    const both = { ...own, writers: ['backup'] };

    expect(told(own, both).of()).toBeUndefined();
    expect(foreignWriter(both)).toBeUndefined();
    expect(foreignWriter(theirs)).toBe('vault-sync');
  });

  it('is forgotten after a week, and with the Certificate', async () => {
    const { clock, of, say, overwrites } = told(own, theirs, own);
    await clock.advance(7 * 24 * 3600);
    say(theirs, 9);
    expect(of()).toMatchObject({ times: 1 });

    overwrites.forget('web/shop-tls');
    expect(of()).toBeUndefined();
  });
});
