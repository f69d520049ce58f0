import type { AlertGroup } from './alert.ts';
import { certificateAlerts } from './certificate-alerts.ts';
import { controllerAlerts } from './controller-alerts.ts';
import { dnsSolverAlerts } from './dns-solver-alerts.ts';
import { webhookAlerts } from './webhook-alerts.ts';

/** Every alert there is. */
export const alertGroups: readonly AlertGroup[] = [
  certificateAlerts,
  controllerAlerts,
  webhookAlerts,
  dnsSolverAlerts,
];
