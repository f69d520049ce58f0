import { isInOurGroups } from '../kinds.ts';
import type { Source } from '../source.ts';
import { patchesIn } from './kustomize-patches.ts';
import { type Fault, type Manifest, type Reading, readManifests } from './read-manifests.ts';
import { isTemplateOfChart } from './template.ts';

/** What texts together hold. */
export interface TreeReading extends Omit<Reading, 'isTemplate'> {
  /** Texts that rules have anything to say about. */
  readonly sources: readonly Source[];
  readonly files: number;
  /** Objects of kinds that nothing is asked of. */
  readonly others: number;
  /** Files that are patches of kustomize. */
  readonly patches: number;
  /** Files that are templates of Helm, which are judged when they are rendered. */
  readonly templates: readonly string[];
}

const mention = /cert-?manager\.(io|k8s\.io)/;

/** Kinds that rules look at beside ours. */
const looked: ReadonlySet<string> = new Set([
  'Secret',
  'CustomResourceDefinition',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

function isLookedAt({ object }: Manifest): boolean {
  return isInOurGroups(object) || looked.has(object.kind ?? '');
}

/** What has nothing to do with us may be as it likes: templates, settings of editors with comments in JSON. */
function isOurs({ source }: Fault): boolean {
  return mention.test(source.text);
}

/** JSON that never speaks of us and holds no Kubernetes object need not be read as YAML, which takes longer. */
function isForeignJson({ path, text }: Source): boolean {
  return path.endsWith('.json') && !mention.test(text) && !text.includes('"apiVersion"');
}

const nothing: Reading = { manifests: [], faults: [], isTemplate: false };

/** Reads every text, and keeps what rules look at. */
export function readTree(sources: Iterable<Source>): TreeReading {
  const manifests: Manifest[] = [];
  const faults: Fault[] = [];
  const kustomizations: Manifest[] = [];
  const concerned: Source[] = [];
  const templates: string[] = [];
  let files = 0;
  let others = 0;
  for (const source of sources) {
    files += 1;
    const reading = isForeignJson(source) ? nothing : readManifests(source);
    if (reading.isTemplate || isTemplateOfChart(source.path, source.text)) {
      if (mention.test(source.text)) templates.push(source.path);
      continue;
    }
    const kept = reading.manifests.filter(isLookedAt);
    others += reading.manifests.length - kept.length;
    kustomizations.push(
      ...reading.manifests.filter(({ object }) => object.apiVersion?.startsWith('kustomize.')),
    );
    for (const manifest of kept) manifests.push(manifest);
    for (const fault of reading.faults.filter(isOurs)) faults.push(fault);
    if (kept.length > 0 || mention.test(source.text)) concerned.push(source);
  }
  const patches = patchesIn(kustomizations);
  const isPatch = ({ source }: { readonly source: Source }): boolean => patches.has(source.path);
  return {
    sources: concerned.filter(({ path }) => !patches.has(path)),
    files,
    manifests: manifests.filter((manifest) => !isPatch(manifest)),
    faults: faults.filter((fault) => !isPatch(fault)),
    others,
    patches: patches.size,
    templates,
  };
}
