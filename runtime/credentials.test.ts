import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCredentials } from './credentials.ts';

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'certloom-credentials-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function kubeconfig(user: object, cluster: object = {}): Promise<string> {
  const path = join(dir, 'kubeconfig');
  const config = {
    clusters: [{ name: 'prod', cluster: { server: 'https://api.example:6443', ...cluster } }],
    users: [{ name: 'ci', user }],
    contexts: [
      { name: 'main', context: { cluster: 'prod', user: 'ci', namespace: 'shop' } },
      { name: 'other', context: { cluster: 'prod', user: 'ci' } },
    ],
    'current-context': 'main',
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}

describe('a kubeconfig', () => {
  it('says where the API server is and which namespace is meant', async () => {
    const source = await loadCredentials({ kubeconfig: await kubeconfig({}) });

    expect(source.server.href).toBe('https://api.example:6443/');
    expect(source.namespace).toBe('shop');
  });

  it('has other contexts, and --master wins over its server', async () => {
    const options = { kubeconfig: await kubeconfig({}), context: 'other', master: 'https://10.0.0.1:6443' };
    const source = await loadCredentials(options);

    expect(source.namespace).toBe('default');
    expect(source.server.host).toBe('10.0.0.1:6443');
  });

  it.each([
    ['a token', { token: 'abc' }, { authorization: 'Bearer abc' }],
    [
      'a name and password',
      { username: 'me', password: 'pw' },
      { authorization: `Basic ${Buffer.from('me:pw').toString('base64')}` },
    ],
    [
      'somebody to act as',
      { token: 'abc', as: 'admin' },
      { authorization: 'Bearer abc', 'impersonate-user': 'admin' },
    ],
  ])('may hold %s', async (_what, user, headers) => {
    const source = await loadCredentials({ kubeconfig: await kubeconfig(user) });

    expect((await source.current()).headers).toEqual(headers);
  });

  it('may hold a client certificate and a CA, and their change is a change of connections', async () => {
    const pem = (text: string) => Buffer.from(text).toString('base64');
    const load = async (cert: string) => {
      const user = { 'client-certificate-data': pem(cert), 'client-key-data': pem('key') };
      const cluster = { 'certificate-authority-data': pem('ca'), 'tls-server-name': 'kubernetes' };
      return (await loadCredentials({ kubeconfig: await kubeconfig(user, cluster) })).current();
    };
    const [first, same, other] = [await load('one'), await load('one'), await load('two')];

    expect(first.tls).toEqual({
      ca: Buffer.from('ca'),
      cert: Buffer.from('one'),
      key: Buffer.from('key'),
      servername: 'kubernetes',
    });
    expect(same.tlsId).toBe(first.tlsId);
    expect(other.tlsId).not.toBe(first.tlsId);
  });

  it('may name a program that gives tokens', async () => {
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'made' },
    };
    const exec = {
      command: process.execPath,
      args: ['-e', `console.log(${JSON.stringify(JSON.stringify(answer))})`],
    };
    const source = await loadCredentials({ kubeconfig: await kubeconfig({ exec }) });

    expect((await source.current()).headers).toEqual({ authorization: 'Bearer made' });
  });

  it('may name one that fails: that may pass, and its words are not repeated', async () => {
    const exec = { command: process.execPath, args: ['-e', 'console.error("secret"); process.exit(1)'] };
    const source = await loadCredentials({ kubeconfig: await kubeconfig({ exec }) });
    const failure = await source.current().catch((error: unknown) => error);

    expect(failure).toMatchObject({ reason: 'CredentialsUnavailable', retry: true });
    expect(String(failure)).not.toContain('secret');
  });

  it('may name a file with the token, which is read again', async () => {
    await writeFile(join(dir, 'token'), 'first\n');
    const source = await loadCredentials({ kubeconfig: await kubeconfig({ tokenFile: 'token' }) });
    expect((await source.current()).headers).toEqual({ authorization: 'Bearer first' });

    await writeFile(join(dir, 'token'), 'second\n');
    source.forget();
    expect((await source.current()).headers).toEqual({ authorization: 'Bearer second' });
  });

  it('that is broken is a matter for a person, and none of it is quoted', async () => {
    const path = join(dir, 'broken');
    await writeFile(path, 'users: [{token: hunter2');
    const failure = await loadCredentials({ kubeconfig: path }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ reason: 'KubeconfigUnusable', retry: false });
    expect(String(failure)).toContain('it is not a kubeconfig');
    expect(JSON.stringify(failure)).not.toContain('hunter2');
    await expect(loadCredentials({ kubeconfig: join(dir, 'absent') })).rejects.toThrow('(ENOENT)');
  });
});

describe('a process without a kubeconfig', () => {
  it('that does not run in a cluster is told so', async () => {
    await expect(loadCredentials({ serviceAccountRoot: dir })).rejects.toThrow('does not run in a cluster');
  });

  it('uses the ServiceAccount of its Pod', async () => {
    const files = join(dir, 'var/run/secrets/kubernetes.io/serviceaccount');
    await mkdir(files, { recursive: true });
    await writeFile(join(files, 'ca.crt'), 'the ca');
    await writeFile(join(files, 'token'), 'pod-token\n');
    await writeFile(join(files, 'namespace'), 'certloom');
    Object.assign(process.env, { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' });
    const source = await loadCredentials({ serviceAccountRoot: dir });
    delete process.env['KUBERNETES_SERVICE_HOST'];

    expect(source.server.href).toBe('https://10.96.0.1/');
    expect(source.namespace).toBe('certloom');
    expect(await source.current()).toMatchObject({
      headers: { authorization: 'Bearer pod-token' },
      tls: { ca: Buffer.from('the ca') },
    });
  });
});
