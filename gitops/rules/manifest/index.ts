import type { ObjectRule } from '../../rule.ts';
import { hasAName } from './has-a-name.ts';
import { kindIsKnown } from './kind-is-known.ts';
import { metadataHoldsTexts } from './metadata-holds-texts.ts';
import { versionIsServed } from './version-is-served.ts';

/** What the API server asks of every object before admission. What breaks one of these is not judged further. */
export const manifestRules: readonly ObjectRule[] = [
  kindIsKnown,
  versionIsServed,
  hasAName,
  metadataHoldsTexts,
];
