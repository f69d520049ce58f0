import { acme } from './acme.ts';
import { admission } from './admission.ts';
import { admissionFuzz } from './admission-fuzz.ts';
import { admissionRollout } from './admission-rollout.ts';
import { ca } from './ca.ts';
import { check } from './check.ts';
import { dnsSolver } from './dns-solver.ts';
import { renewal } from './renewal.ts';
import { restart } from './restart.ts';
import { restore } from './restore.ts';
import type { Suite } from './suite.ts';

/** In the order in which they run; a new suite is a line here. */
export const suites: readonly Suite[] = [
  ca,
  acme,
  admission,
  admissionRollout,
  admissionFuzz,
  renewal,
  restart,
  restore,
  dnsSolver,
  check,
];
