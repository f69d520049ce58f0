import * as flag from './flags.ts';

/** Flags that every process of cert-manager has and that ours take for their sake. */
export const upstreamFlags = {
  'enable-profiling': flag.notServed(
    'profiling',
    'NODE_OPTIONS=--cpu-prof writes a profile when the process ends',
  ),
  'profiler-address': flag.noEffect('there is no profiler to listen'),
};

/** Limits of a client: the API server's priority and fairness decides, as for cert-manager where the server has it. */
export const clientLimitFlags = {
  'kube-api-qps': flag.noEffect("the API server's priority and fairness decides"),
  'kube-api-burst': flag.noEffect("the API server's priority and fairness decides"),
};
