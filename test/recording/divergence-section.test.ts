import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { withFinalStates } from './divergence-section.ts';

const path = fileURLToPath(new URL('../../docs/divergences.md', import.meta.url));

describe('the page about divergences', () => {
  it('has the section on final states that the list says; vitest --update writes it', async () => {
    const page = await readFile(path, 'utf8');

    await expect(withFinalStates(page)).toMatchFileSnapshot(path);
  });
});
