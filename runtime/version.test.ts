import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { version } from './version.ts';

describe('the version', () => {
  it('is one for the program and for the chart that installs it', async () => {
    const file = join(import.meta.dirname, '..', 'charts', 'certloom', 'Chart.yaml');
    const chart = parse(await readFile(file, 'utf8')) as Record<string, string>;

    expect(chart).toMatchObject({ version, appVersion: version });
  });
});
