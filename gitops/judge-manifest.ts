import type { CertificateGates } from '../api/certificate/gates.ts';
import { type JudgedKind, judgedKinds } from '../api/judge.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import { unknownFields } from '../api/unknown-fields.ts';
import { withoutNulls } from '../api/validate.ts';
import { decoders } from '../pki/candidates.ts';
import { resourceOf } from './kinds.ts';
import { isMembers, memberOf } from './members.ts';
import { opaqueFields } from './opaque.ts';
import type { Raised } from './problem.ts';
import type { Manifest } from './read/read-manifests.ts';
import type { ObjectRule } from './rule.ts';
import { gitopsRules } from './rules/gitops/index.ts';
import { manifestRules } from './rules/manifest/index.ts';

/** How manifests are judged. */
export interface JudgeOptions {
  readonly gates: CertificateGates;
  /** Whether Flux will put values in place of `${NAME}`. */
  readonly fluxVariables: boolean;
}

/** What one manifest by itself comes to. */
export interface Judged {
  readonly raised: readonly Raised[];
  /** Whether what else is asked of it may count on its schema. */
  readonly fits: boolean;
}

export type ManifestJudge = (manifest: Manifest, before: KubeObject | undefined) => Judged;

function applied(rules: readonly ObjectRule[], manifest: Manifest): readonly Raised[] {
  return rules.flatMap((rule) =>
    rule.check(manifest.object).map(({ level = rule.level, replacement, ...violation }) => ({
      rule: rule.id,
      level,
      manifest,
      violation,
      ...(replacement !== undefined && { replacement }),
    })),
  );
}

function unknown(manifest: Manifest, resource: Resource): readonly Raised[] {
  const kind = resource.kind as Parameters<typeof unknownFields>[0];
  const violations = unknownFields(kind, manifest.object, ['sops']);
  return violations.map((violation) => ({
    rule: 'manifest/has-known-fields',
    level: 'error',
    manifest,
    violation,
  }));
}

/** The verdict of admission. */
function judgedByKind(
  kind: JudgedKind,
  manifest: Manifest,
  before: KubeObject | undefined,
): readonly Raised[] {
  const findings = kind.judge(withoutNulls(manifest.object) as KubeObject, before);
  return findings.map(({ rule, severity, violation }) => ({
    rule,
    level: severity === 'deny' ? 'error' : 'warning',
    manifest,
    violation,
  }));
}

/** Judges manifests one by one, by the rules of admission and by those that only matter before the merge. */
export function createManifestJudge({ gates, fluxVariables }: JudgeOptions): ManifestJudge {
  const kinds = new Map(judgedKinds(gates, decoders).map((kind) => [kind.resource, kind]));
  return (manifest, before) => {
    const malformed = applied(manifestRules, manifest);
    const resource = resourceOf(manifest.object);
    const kind = resource && kinds.get(resource);
    if (!resource || !kind || malformed.length > 0)
      return { raised: [...malformed, ...applied(gitopsRules, manifest)], fits: malformed.length === 0 };
    const judged = judgedByKind(kind, manifest, before);
    const raised = [...unknown(manifest, resource), ...judged, ...applied(gitopsRules, manifest)];
    const hasSpec = isMembers(memberOf(manifest.object, 'spec'));
    const fits = hasSpec && !judged.some(({ rule }) => rule.endsWith('/fits-the-schema'));
    const isOpaque = opaqueFields(manifest.object, fluxVariables);
    return { raised: raised.filter(({ violation }) => !isOpaque(violation.field)), fits };
  };
}
