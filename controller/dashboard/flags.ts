import * as flag from '../../runtime/flags.ts';

/** Where the dashboard is served, and under which names. */
export interface DashboardSettings {
  readonly address: flag.ListenAddress;
  readonly hosts: readonly string[];
}

export const dashboardFlags = {
  'dashboard-listen-address': flag.listenAddress(
    'Address for the read-only dashboard over plain HTTP, without authentication; none when left out',
    '',
  ),
  'dashboard-hosts': flag.list(
    'Host names that readers may call the dashboard by, beside addresses, localhost and names of Services',
  ),
};

/** @returns `undefined` for none */
export function dashboardSettings(
  values: flag.FlagValues<typeof dashboardFlags>,
): DashboardSettings | undefined {
  const address = values['dashboard-listen-address'];
  if (address === undefined) return undefined;
  return { address, hosts: values['dashboard-hosts'].map((host) => host.toLowerCase()) };
}
