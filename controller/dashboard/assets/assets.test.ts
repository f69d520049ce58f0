import { Script } from 'node:vm';

import { describe, expect, it } from 'vitest';

import { assetPaths, assets } from './assets.ts';
import { script } from './script.ts';
import { style } from './style.ts';

/** A colour of the style sheet, `#rrggbb`, in one of the two schemes. */
function colour(name: string, scheme: 'light' | 'dark'): string {
  const [, light = '', dark = ''] =
    new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(style) ?? [];
  return scheme === 'light' ? light : dark;
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('the colours on a %s screen', (scheme) => {
  it.each([
    ['text', 'page'],
    ['text', 'card'],
    ['text', 'code'],
    ['quiet', 'page'],
    ['quiet', 'card'],
    ['link', 'page'],
    ['link', 'card'],
    ['card', 'link'],
    ['bad', 'card'],
    ['bad', 'bad-back'],
    ['busy', 'card'],
    ['busy', 'busy-back'],
    ['good', 'card'],
    ['good', 'good-back'],
  ])('let %s be read on %s (WCAG AA: 4.5)', (text, ground) => {
    expect(contrast(colour(text, scheme), colour(ground, scheme))).toBeGreaterThanOrEqual(4.5);
  });
});

describe('what a browser loads', () => {
  it('is a program, and a style sheet whose braces are closed', () => {
    expect(() => new Script(script)).not.toThrow();
    expect(style.match(/\{/g)?.length).toBe(style.match(/\}/g)?.length);
  });

  it('has another name when it has other text', () => {
    expect(new Set(Object.values(assetPaths)).size).toBe(assets.size);
    expect(assetPaths.script).toMatch(/^\/assets\/[0-9a-f]{16}\.js$/);
  });
});
