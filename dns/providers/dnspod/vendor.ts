import type { Refusal, Vendor } from '../../vendor-api/refusal.ts';
import { adviceFor } from './api/classify.ts';
import { legacyAdviceFor } from './legacy/classify.ts';

/** Codes of the old API are numbers, those of API 3.0 words. */
export const dnspod: Vendor = {
  label: 'DNSPod',
  word: 'Dnspod',
  advice: (refusal: Refusal) => adviceFor(refusal) ?? legacyAdviceFor(refusal),
};

/** The default line, which everybody sees, under the mainland's name; the id is the same on both sites, and wins. */
export const defaultLine = { name: '默认', id: '0' };

/** What free plans ask for, where the plan's own minimum cannot be read. */
export const freeMinimumTtlSeconds = 600;
