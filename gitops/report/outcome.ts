import type { Problem } from '../problem.ts';
import type { Manifest } from '../read/read-manifests.ts';

/** What reports are written from. */
export interface Outcome {
  readonly problems: readonly Problem[];
  readonly ignored: readonly (Problem & { readonly reason: string })[];
  /** The objects that were judged. */
  readonly manifests: readonly Manifest[];
  readonly files: number;
  /** Objects of kinds that nothing is asked of. */
  readonly others: number;
  /** Patches of kustomize, which are parts of objects. */
  readonly patches: number;
  /** Paths of templates of Helm, which were not judged. */
  readonly templates: readonly string[];
  /** Where the command ran, and the top of the working tree of git around it. */
  readonly tree: { readonly cwd: string; readonly top: string };
}
