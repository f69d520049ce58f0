import { rows } from '../monitoring/dashboard-rows.ts';
import type { Panel, Query } from '../monitoring/panel.ts';
import type { Output } from './output.ts';

/** The dashboard as Grafana 9 and newer import it. */
export function grafanaDashboard(): Output {
  const dashboard = {
    title: 'certloom',
    uid: 'certloom',
    description:
      'Certificates, how they come about, and the processes that see to it. Generated: change tools/monitoring.',
    tags: ['certloom', 'certificates'],
    schemaVersion: 39,
    editable: true,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [datasource, variable('namespace', '', 'namespace'), issuer] },
    panels: placed(),
  };
  return {
    path: 'charts/certloom/files/dashboard.json',
    content: `${JSON.stringify(dashboard, undefined, 2)}\n`,
  };
}

const source = { type: 'prometheus', uid: '${datasource}' };

const datasource = { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' };

const issuer = variable('issuer', '{namespace=~"$namespace"}', 'issuer_name');

function variable(name: string, selector: string, label: string): object {
  const query = `label_values(certmanager_certificate_ready_status${selector}, ${label})`;
  return {
    name,
    type: 'query',
    datasource: source,
    query: { query, refId: name },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    allValue: '.*',
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
}

const heights = { count: 4, lines: 8, table: 9 } as const;
const columns = 24;

/** Rows of panels from left to right; a panel that does not fit any more begins a new line. */
function placed(): readonly object[] {
  const panels: object[] = [];
  let y = 0;
  for (const row of rows) {
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title: row.title,
      gridPos: { x: 0, y, w: columns, h: 1 },
      panels: [],
    });
    y += 1;
    let [x, line] = [0, 0];
    for (const panel of row.panels) {
      if (x + panel.width > columns) [x, y, line] = [0, y + line, 0];
      const h = heights[panel.shows];
      panels.push({ id: panels.length + 1, ...drawn(panel), gridPos: { x, y, w: panel.width, h } });
      [x, line] = [x + panel.width, Math.max(line, h)];
    }
    y += line;
  }
  return panels;
}

function drawn(panel: Panel): object {
  const { title, shows, unit = 'short', queries } = panel;
  const targets = queries.map((query, index) => target(query, index, shows !== 'lines', shows === 'table'));
  return {
    title,
    datasource: source,
    targets,
    fieldConfig: { defaults: { unit, ...look(panel) }, overrides: [] },
    ...drawing[shows],
  };
}

function look({ shows, bad }: Panel): object {
  if (shows === 'lines') return { custom: { fillOpacity: 10, showPoints: 'never' }, min: 0 };
  const steps = [
    { color: bad === true ? 'green' : 'blue', value: null },
    ...(bad === true ? [{ color: 'red', value: 1 }] : []),
  ];
  return { thresholds: { mode: 'absolute', steps } };
}

const drawing = {
  count: {
    type: 'stat',
    options: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'background', graphMode: 'none' },
  },
  lines: {
    type: 'timeseries',
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  },
  table: { type: 'table', transformations: [{ id: 'organize', options: { excludeByName: { Time: true } } }] },
} as const;

function target({ expr, legend }: Query, index: number, instant: boolean, isTable: boolean): object {
  return {
    refId: String.fromCodePoint(65 + index),
    datasource: source,
    expr,
    ...(legend !== undefined && { legendFormat: legend }),
    instant,
    range: !instant,
    ...(isTable && { format: 'table' }),
  };
}
