import { setTimeout as sleep } from 'node:timers/promises';
import { certificates } from '../../../api/kinds.ts';
import { connectCluster } from '../../../runtime/connect.ts';

const callers = 4;
const pauseMs = 20;

/**
 * A program: makes Certificates for show, one after the other, until its standard input ends; then tells how many were made,
 * and what it was told where one was not. `node load.ts KUBECONFIG`
 */
async function run(kubeconfig: string): Promise<void> {
  const cluster = await connectCluster({ kubeconfig, userAgent: 'load', fieldManager: 'load' });
  const spec = { secretName: 'shop-tls', dnsNames: ['shop.example.com'], issuerRef: { name: 'ca' } };
  const problems: string[] = [];
  let count = 0;
  const over = new AbortController();
  process.stdin.resume().once('end', () => over.abort());
  const call = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const metadata = { generateName: 'shop-', namespace: 'default' };
      await cluster
        .create(certificates, { metadata, spec }, { dryRun: true })
        .then(({ spec: { usages } }) => usages ?? problems.push('was not defaulted'))
        .catch((error: Error) => problems.push(error.message));
      count += 1;
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  await cluster.close();
  process.stdout.write(JSON.stringify({ count, problems }));
}

await run(process.argv[2] ?? '');
