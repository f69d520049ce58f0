import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { answer, type ServedProof } from './answer.ts';

/**
 * `certloom acmesolver`: what runs in a solver Pod, until SIGTERM. It has 64 Mi and a tenth of a processor, and lives for
 * seconds, so it loads nothing but Node's own server.
 */
export async function main(args: readonly string[]): Promise<void> {
  const told = readArguments(args);
  if (typeof told === 'string') {
    process.stderr.write(`certloom acmesolver: ${told}\n`);
    process.exitCode = 2;
    return;
  }
  const { port, ...proof } = told;
  const server = createServer((request, response) => {
    const { host = '' } = request.headers;
    const { status, body } = answer(proof, { host, url: request.url ?? '/' });
    response.writeHead(status, {
      'Cache-Control': 'no-cache, no-store, must-revalidate',
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(body);
    if (body !== '' || status === 404) log('Request was answered', { status, host, path: request.url });
  });
  // a process of number 1 ends by no signal that it does not ask for
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  log('Listening', { port, domain: proof.domain });
}

/** @returns what is wrong, when something is */
function readArguments(args: readonly string[]): (ServedProof & { readonly port: number }) | string {
  try {
    const { values } = parseArgs({ args: [...args], options });
    const { 'listen-port': port, domain = '', token = '', key = '' } = values;
    const missing = Object.entries({ domain, token, key }).find(([, value]) => value === '');
    if (missing !== undefined) return `flag --${missing[0]} is needed`;
    if (!/^\d{1,5}$/.test(port)) return 'flag --listen-port needs the number of a port';
    return { port: Number(port), domain, token, key };
  } catch (error) {
    return error instanceof Error ? error.message : 'the arguments cannot be read';
  }
}

const options = {
  'listen-port': { type: 'string', default: '8089' },
  domain: { type: 'string' },
  token: { type: 'string' },
  key: { type: 'string' },
} as const;

/** As the other roles log, without their library. */
function log(msg: string, fields: object): void {
  process.stdout.write(
    `${JSON.stringify({ level: 'info', time: new Date().toISOString(), ...fields, msg })}\n`,
  );
}
