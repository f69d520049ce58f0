import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../api/resource.ts';

const folder = new URL('../fixtures/legal-manifests/', import.meta.url);

/** Every manifest of `test/fixtures/legal-manifests/`: legal, and written in the odd ways people write them. */
export function legalManifests(): readonly KubeObject[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, folder), 'utf8')))
    .map((document) => document.toJS() as KubeObject);
}

/** `Certificate/shop` */
export function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}
