import { http01Annotations } from '../../api/annotations.ts';
import { TerminalFailure } from '../../api/failure.ts';
import type {
  Http01GatewayHttpRoute,
  Http01Ingress,
  Http01ParentRef,
  Solver,
} from '../../api/issuer/issuer.ts';

export interface AnnotatedOrder {
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * The solver with what annotations of the Order (copied from the Certificate) say about it. Only HTTP-01 has any.
 *
 * @throws {TerminalFailure} `InvalidSolver` for annotations that contradict each other
 */
export function overrideSolver(solver: Solver, order: AnnotatedOrder): Solver {
  const { http01 } = solver;
  if (http01?.ingress !== undefined) {
    return { ...solver, http01: { ...http01, ingress: overrideIngress(http01.ingress, order.annotations) } };
  }
  if (http01?.gatewayHTTPRoute !== undefined) {
    const route = overrideRoute(http01.gatewayHTTPRoute, order);
    return { ...solver, http01: { ...http01, gatewayHTTPRoute: route } };
  }
  return solver;
}

/** Members of an ingress solver that exclude each other, and the annotations that replace all three by one. */
const ingressOverrides = {
  name: http01Annotations.overrideIngressName,
  class: http01Annotations.overrideIngressClass,
  ingressClassName: http01Annotations.overrideIngressClassName,
};

function overrideIngress(ingress: Http01Ingress, annotations: AnnotatedOrder['annotations']): Http01Ingress {
  const overrides = Object.entries(ingressOverrides).flatMap(([member, annotation]) => {
    const value = annotations[annotation];
    return value === undefined || value === '' ? [] : [{ [member]: value }];
  });
  if (overrides.length > 1) {
    throw invalid('may not specify more than one of: name, class, ingressClassName override annotations');
  }
  const [override] = overrides;
  if (override === undefined) return ingress;
  const { name: _name, class: _class, ingressClassName: _ingressClassName, ...rest } = ingress;
  return { ...rest, ...override };
}

function overrideRoute(
  route: Http01GatewayHttpRoute,
  { namespace, annotations }: AnnotatedOrder,
): Http01GatewayHttpRoute {
  const name = annotations[http01Annotations.parentRefName] ?? '';
  const kind = annotations[http01Annotations.parentRefKind] ?? '';
  if ((name === '') !== (kind === '')) {
    throw invalid('must specify both parentRef name and parentRef kind annotations, or neither');
  }
  const stated = route.parentRefs ?? [];
  if (name !== '') {
    const parentNamespace = annotations[http01Annotations.parentRefNamespace] ?? namespace;
    const wanted = { name, kind, namespace: parentNamespace };
    const others = stated.filter((parent) => !isSameParent(parent, wanted, namespace));
    return { ...route, parentRefs: [...others, wanted] };
  }
  if (stated.length === 0) {
    throw invalid('must specify parentRefs either through annotations or solver config');
  }
  return route;
}

function isSameParent(parent: Http01ParentRef, wanted: Http01ParentRef, orderNamespace: string): boolean {
  const sameNamespace = (parent.namespace ?? orderNamespace) === wanted.namespace;
  return sameNamespace && parent.name === wanted.name && (parent.kind ?? 'Gateway') === wanted.kind;
}

function invalid(message: string): TerminalFailure {
  return new TerminalFailure('InvalidSolver', message);
}
