import { Counter, type Registry } from '@prometheus-io/client';
import { wordOr } from '../runtime/label-value.ts';
import type { ApiAnswer } from './provider.ts';

/** Counts answers of DNS vendors, retries included, whichever process asked. @returns to be told of each */
export function createProviderMetrics(registry: Registry): (answer: ApiAnswer) => void {
  const answers = new Counter({
    name: 'certloom_dns_provider_answers_total',
    help: "Answers of DNS vendors' APIs, by vendor, action and code (ok, or the vendor's error code)",
    labelNames: ['vendor', 'action', 'code'],
    registers: [registry],
  });
  return ({ vendor, action, code }) => answers.inc({ vendor, action, code: wordOr(code, 'other') });
}
