import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { certificate } from '../test/build/certificate.ts';

export interface AdmissionLoad {
  /** Of the webhook, on 127.0.0.1. */
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface AdmissionResult {
  /** From when a review was due, not from when it could be sent: a webhook that stalls delays all that follow. */
  readonly milliseconds: readonly number[];
  /** Answered with an error, not allowed, or not at all. */
  readonly refused: number;
}

/** The API server keeps its connections to a webhook, too. */
const agent = new Agent({ keepAlive: true, maxSockets: 16, rejectUnauthorized: false });

const body = JSON.stringify({
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
    kind: { group: 'cert-manager.io', version: 'v1', kind: 'Certificate' },
    resource: { group: 'cert-manager.io', version: 'v1', resource: 'certificates' },
    requestKind: { group: 'cert-manager.io', version: 'v1', kind: 'Certificate' },
    requestResource: { group: 'cert-manager.io', version: 'v1', resource: 'certificates' },
    name: 'shop',
    namespace: 'web',
    operation: 'CREATE',
    userInfo: { username: 'bench', uid: '1', groups: ['system:authenticated'] },
    object: certificate(),
    oldObject: null,
    dryRun: false,
  },
});

/** @returns whether the review was allowed */
function review(port: number): Promise<boolean> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        servername: 'localhost',
        port,
        path: '/validate?timeout=5s',
        method: 'POST',
        headers,
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.once('end', () => resolve(answer.statusCode === 200 && text.includes('"allowed":true')));
        answer.once('error', () => resolve(false));
      },
    );
    sent.once('error', () => resolve(false));
    sent.end(body);
  });
}

async function run({ port, perSecond, seconds }: AdmissionLoad): Promise<AdmissionResult> {
  const milliseconds: number[] = [];
  let refused = 0;
  const began = performance.now();
  const all = Array.from({ length: perSecond * seconds }, async (_, index) => {
    const due = began + (index * 1000) / perSecond;
    await sleep(Math.max(0, due - performance.now()));
    // a timer may be early by a part of a millisecond
    const from = Math.min(due, performance.now());
    const allowed = await review(port);
    milliseconds.push(performance.now() - from);
    if (!allowed) refused += 1;
  });
  await Promise.all(all);
  agent.destroy();
  return { milliseconds, refused };
}

if (import.meta.main) {
  process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? '{}') as AdmissionLoad)));
}
