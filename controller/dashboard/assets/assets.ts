import { createHash } from 'node:crypto';

import { script } from './script.ts';
import { style } from './style.ts';

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b57b8"/><path d="M4 8.5l3 3 5-6.5" fill="none" stroke="#fff" stroke-width="2"/></svg>`;

interface Asset {
  readonly type: string;
  readonly text: string;
}

/** Their digest is part of their names, so that browsers keep them until another release has others. */
export const assetPaths = {
  style: `/assets/${digestOf(style)}.css`,
  script: `/assets/${digestOf(script)}.js`,
  icon: `/assets/${digestOf(icon)}.svg`,
} as const;

export const assets: ReadonlyMap<string, Asset> = new Map([
  [assetPaths.style, { type: 'text/css; charset=utf-8', text: style }],
  [assetPaths.script, { type: 'text/javascript; charset=utf-8', text: script }],
  [assetPaths.icon, { type: 'image/svg+xml', text: icon }],
]);

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
