import { alertFiles } from './generate/alert-files.ts';
import { crdFiles } from './generate/crds.ts';
import { divergencePage } from './generate/divergence-page.ts';
import { editorSchemaFiles } from './generate/editor-schemas.ts';
import { fieldReference } from './generate/field-reference.ts';
import { grafanaDashboard } from './generate/grafana-dashboard.ts';
import { knownFieldFiles } from './generate/known-fields.ts';
import type { Output } from './generate/output.ts';
import { policyFile } from './generate/policies.ts';
import { rulesPage } from './generate/rules-page.ts';
import { validatorFiles } from './generate/validators.ts';
import { bringUpToDate, staleness } from './generate/write.ts';

const root = new URL('../', import.meta.url);

/** Folders in which every file is generated. */
const generatedFolders = ['api/generated/', 'charts/certloom/files/crds/', 'schemas/'];

/** Everything that is generated from the sources; add a line here for a new kind of output. */
async function allOutputs(): Promise<readonly Output[]> {
  return [
    ...validatorFiles(),
    ...knownFieldFiles(),
    ...crdFiles(),
    policyFile(),
    ...alertFiles(),
    grafanaDashboard(),
    ...(await editorSchemaFiles()),
    fieldReference(),
    rulesPage(),
    divergencePage(root),
  ];
}

/** `node tools/generate.ts` writes what is stale; with `--check` it only names it and ends with 1. */
async function main(check: boolean): Promise<number> {
  const stale = staleness(root, await allOutputs(), generatedFolders);
  const names = [...stale.changed.map(({ path }) => path), ...stale.left];
  if (!check) bringUpToDate(root, stale);
  for (const name of names) process.stdout.write(`${check ? 'stale' : 'written'}: ${name}\n`);
  if (check && names.length > 0) process.stdout.write('Run "make generate" and commit what it writes.\n');
  return check && names.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.includes('--check'));
