import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../tools/toolchain.ts';

/** As far as tests look at it. */
export interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly DashboardPanel[];
}

export interface DashboardPanel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

export function readDashboard(): Dashboard {
  const path = join(repository, 'charts', 'certloom', 'files', 'dashboard.json');
  return JSON.parse(readFileSync(path, 'utf8')) as Dashboard;
}

/** Every query, with the panel that it is of. */
export function queriesOf({
  panels,
}: Dashboard): readonly { readonly title: string; readonly expr: string }[] {
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
}
