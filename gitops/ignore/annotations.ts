import { metadataText } from '../members.ts';
import type { Locator } from '../place/locate.ts';
import type { Manifest } from '../read/read-manifests.ts';
import { parseDirective } from './directive.ts';
import type { Ignore } from './ignore.ts';

/** The annotation with a directive in each of its lines, about the object that bears it. */
export const ignoreAnnotation = 'certloom/ignore';

function sameSteps(a: readonly unknown[] | undefined, b: readonly unknown[]): boolean {
  return a !== undefined && a.join('/') === b.join('/');
}

export function ignoresInAnnotations(manifests: readonly Manifest[], locate: Locator): readonly Ignore[] {
  return manifests.flatMap((manifest) => {
    const text = metadataText(manifest.object, 'annotations', ignoreAnnotation);
    if (text === undefined) return [];
    const { source, document, path, slice } = manifest;
    const { place } = locate(manifest, `metadata.annotations[${ignoreAnnotation}]`);
    const range = place.key ?? place.value ?? slice;
    const covers: Ignore['covers'] = (problem) =>
      problem.source === source && problem.document === document && sameSteps(problem.path, path);
    const lines = text.split(/[\n;]/).filter((line) => line.trim() !== '');
    return lines.map((line) => ({ ...parseDirective(line), covers, at: { source, range, document } }));
  });
}
