import { Resolver } from 'node:dns';

import { quantity } from '../../../api/quantity.ts';
import * as flag from '../../../runtime/flags.ts';
import { type Http01Settings, defaultSettings } from '../../settings.ts';
import { solverPort } from './marks.ts';

const { http01 } = defaultSettings.challenges;

/** Upstream's flags about what answers HTTP-01. */
export const http01Flags = {
  'acme-http01-solver-image': flag.text(
    "Image of solver Pods: this program's, or cert-manager's acmesolver",
    http01.solverImage,
  ),
  'acme-http01-solver-resource-request-cpu': amount('CPU asked for', http01.resources.requests.cpu),
  'acme-http01-solver-resource-request-memory': amount('Memory asked for', http01.resources.requests.memory),
  'acme-http01-solver-resource-limits-cpu': amount('Most CPU', http01.resources.limits.cpu),
  'acme-http01-solver-resource-limits-memory': amount('Most memory', http01.resources.limits.memory),
  'acme-http01-solver-run-as-non-root': flag.boolean('Solver Pods may not run as root', http01.runAsNonRoot),
  'acme-http01-solver-runtime-class-name': flag.text('RuntimeClass of solver Pods'),
  'acme-http01-solver-extra-labels': flag.labels(
    'Labels for solver Pods, Services, Ingresses and HTTPRoutes: key=value,...',
  ),
  'acme-http01-solver-nameservers': nameservers(
    'Resolvers for self-checks of HTTP-01, ip:port; those of the system when left out',
  ),
};

/** Ours. */
export const responderFlags = {
  'http01-responder-service': {
    ...flag.text(
      'namespace/name of a Service in front of the controllers, which then answer HTTP-01; none: Pods do',
    ),
    parse(given: string) {
      if (given !== '' && !/^[^/]+\/[^/]+$/.test(given)) throw new Error('expected namespace/name');
      return given;
    },
  },
  'http01-responder-listen-address': flag.listenAddress('Where they answer', `0.0.0.0:${solverPort}`),
  'http01-responder-default': flag.boolean(
    'Answer for all solvers that make an Ingress, not only for those that ask for it',
    true,
  ),
};

/** A Kubernetes quantity of what a solver Pod gets. */
function amount(what: string, value: string): flag.Flag<string> {
  return {
    ...flag.text(`${what} for a solver Pod`, value),
    parse(given) {
      if (given !== '' && quantity(given) === undefined)
        throw new Error('expected an amount such as 10m or 64Mi');
      return given;
    },
  };
}

function nameservers(description: string): flag.Flag<readonly string[]> {
  const servers = flag.list(description);
  return {
    ...servers,
    parse(given) {
      const list = servers.parse(given);
      new Resolver().setServers([...list]); // knows best what it takes
      return list;
    },
  };
}

export function http01Settings(
  values: flag.FlagValues<typeof http01Flags & typeof responderFlags>,
): Http01Settings {
  const [namespace = '', name = ''] = values['http01-responder-service'].split('/');
  const responder = { service: { namespace, name }, byDefault: values['http01-responder-default'] };
  return {
    ...(name !== '' && { responder }),
    solverImage: values['acme-http01-solver-image'],
    resources: {
      requests: {
        cpu: values['acme-http01-solver-resource-request-cpu'],
        memory: values['acme-http01-solver-resource-request-memory'],
      },
      limits: {
        cpu: values['acme-http01-solver-resource-limits-cpu'],
        memory: values['acme-http01-solver-resource-limits-memory'],
      },
    },
    runAsNonRoot: values['acme-http01-solver-run-as-non-root'],
    runtimeClassName: values['acme-http01-solver-runtime-class-name'],
    extraLabels: values['acme-http01-solver-extra-labels'],
    nameservers: values['acme-http01-solver-nameservers'],
  };
}
