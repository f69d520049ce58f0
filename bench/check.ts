import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../tools/toolchain.ts';
import type { Suite } from './suite.ts';

const manifests = 5000;
const perFolder = 50;

/** One in ten has something to tell. */
function certificate(index: number): string {
  const duration = index % 10 === 0 ? '30m' : '2160h0m0s';
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: shop-${index}
  namespace: team-${index % 100}
  labels: { app: shop, team: web }
spec:
  secretName: shop-${index}-tls
  # who signs
  issuerRef:
    name: letsencrypt
    kind: ClusterIssuer
    group: cert-manager.io
  dnsNames:
    - shop-${index}.example.com
    - www.shop-${index}.example.com
  duration: ${duration}
  privateKey:
    algorithm: ECDSA
    size: 256
    rotationPolicy: Always
`;
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** A tree of files, and one file with everything in it. */
function layOut(folder: string): void {
  const texts = Array.from({ length: manifests }, (_, index) => certificate(index));
  for (const [index, text] of texts.entries()) {
    const own = join(folder, 'tree', String(Math.floor(index / perFolder)));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, `${index}.yaml`), text);
  }
  mkdirSync(join(folder, 'stream'));
  writeFileSync(join(folder, 'stream', 'all.yaml'), texts.join('---\n'));
}

/** The whole process, as a shell sees it; its greatest memory as the kernel counted it. */
function measure(folder: string, layout: string): Run {
  const entry = join(repository, 'certloom.ts');
  // not what getrusage says: that begins with the memory of whoever started the process
  const report = `import { readFileSync } from 'node:fs';
    process.on('exit', () => process.stderr.write(readFileSync('/proc/self/status', 'utf8')));`;
  const begin = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(report)}`, entry, 'check', '-o', 'json', layout],
    { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 1) throw new Error(`certloom check ended with ${status}: ${stderr}`);
  const kilobytes = Number(/VmHWM:\s+(\d+)/.exec(stderr)?.[1]);
  return { seconds, megabytes: (kilobytes * 1024) / 1e6 };
}

/** 5,000 manifests, checked by the command people and pipelines run. */
export const check: Suite = {
  name: 'check',
  summary: `certloom check over ${manifests} manifests: a tree of files, and one stream`,
  run: () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
    try {
      layOut(folder);
      return Promise.resolve(
        ['tree', 'stream'].flatMap((layout) => {
          const { seconds, megabytes } = measure(folder, layout);
          return [
            { name: `${layout}: time`, value: seconds, unit: 's', limit: 5 },
            { name: `${layout}: memory at most`, value: megabytes, unit: 'MB', limit: 300 },
          ];
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
