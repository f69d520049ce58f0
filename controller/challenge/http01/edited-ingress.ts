import type { Ingress, IngressRule } from '../../../api/core.ts';
import type { SolverRoute } from './ingress.ts';

/**
 * The Ingress with the path of a proof, first among those of its host: nothing more general may come before it. A host
 * that has no rule with paths gets a rule of its own, so that taking the path away leaves nothing behind.
 */
export function withRoute(ingress: Ingress, { host, path }: SolverRoute): Ingress {
  const rules = ingress.spec?.rules ?? [];
  const own = rules.findIndex((rule) => hostOf(rule) === (host ?? '') && rule.http !== undefined);
  if (own < 0) {
    const rule = { ...(host !== undefined && { host }), http: { paths: [path] } };
    return withRules(ingress, [...rules, rule]);
  }
  const changed = rules.map((rule, index) => {
    if (index !== own) return rule;
    const others = (rule.http?.paths ?? []).filter((other) => other.path !== path.path);
    return { ...rule, http: { ...rule.http, paths: [path, ...others] } };
  });
  return withRules(ingress, changed);
}

/** The Ingress without the path of a proof, and without the rule that was there for it alone. */
export function withoutRoute(ingress: Ingress, { host, path }: SolverRoute): Ingress {
  const rules = (ingress.spec?.rules ?? []).flatMap((rule) => {
    const { paths = [] } = rule.http ?? {};
    if (hostOf(rule) !== (host ?? '') || !paths.some((one) => one.path === path.path)) return [rule];
    const left = paths.filter((one) => one.path !== path.path);
    return left.length === 0 ? [] : [{ ...rule, http: { ...rule.http, paths: left } }];
  });
  return withRules(ingress, rules);
}

/** Whether the path is there and leads to the solver. */
export function hasRoute(ingress: Ingress, { host, path }: SolverRoute): boolean {
  return (ingress.spec?.rules ?? []).some(
    (rule) =>
      hostOf(rule) === (host ?? '') &&
      (rule.http?.paths ?? []).some(
        (one) => one.path === path.path && one.backend.service?.name === path.backend.service?.name,
      ),
  );
}

function hostOf({ host = '' }: IngressRule): string {
  return host;
}

function withRules(ingress: Ingress, rules: readonly IngressRule[]): Ingress {
  const { rules: _rules, ...others } = ingress.spec ?? {};
  return { ...ingress, spec: rules.length === 0 ? others : { ...others, rules } };
}
