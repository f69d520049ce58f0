import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withCondition } from '../../api/conditions.ts';
import { certificates } from '../../api/kinds.ts';
import { splitKey } from '../../api/resource.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';
import { isReady } from './timeline.ts';
import { verifySecret } from './verify.ts';

const root = 'certloom/company-root';
const shop = 'shop/shop';
const ewhisper = 'ewhisper/ewhisper-crt';
const challengeName = '_acme-challenge.ewhisper.cn';

/** Syncs the tree from Git and waits until all certificates are there. */
export async function sync(
  { cluster: { plane }, git, timeline, dnspod }: Stage,
  narrator: Narrator,
): Promise<void> {
  narrator.step(`Sync: ${await git.pull()}`);
  const secret = ['create', 'secret', 'generic', 'dnspod-secret', '--namespace=certloom'];
  narrator.say('kubectl create secret generic dnspod-secret (credentials are not in Git)');
  await plane.kubectlOrThrow([
    ...secret,
    `--from-literal=secretId=${dnspod.key.secretId}`,
    `--from-literal=secretKey=${dnspod.key.secretKey}`,
  ]);
  for (const folder of ['clusters/loopback', 'apps']) {
    narrator.say(`kubectl apply -k ${folder}`);
    await plane.kubectlOrThrow(['apply', '--kustomize', join(git.clone, folder)]);
  }
  await timeline.until([root, shop, ewhisper], isReady, 60);
}

/** Shows from the DNS log that both values of the apex and the wildcard were there side by side, and that none is left. */
export async function showRecords({ cluster: { dns }, dnspod }: Stage, narrator: Narrator): Promise<void> {
  narrator.step('What DNS saw');
  let present = 0;
  let most = 0;
  for (const { change, name, value } of await dns.updateLog()) {
    if (name !== challengeName) continue;
    present = change === 'add' ? present + 1 : Math.max(0, present - 1);
    most = Math.max(most, present);
    narrator.say(`${change.padEnd(7)} ${name} TXT ${value ?? ''}`);
  }
  const left = await dns.txtRecords(challengeName);
  narrator.say(
    `at most ${most} values side by side, ${left.length} left; ${dnspod.calls.length} calls to the DNSPod API`,
  );
  if (most < 2) throw new Error('the two values were never there at the same time');
  if (left.length > 0) throw new Error('a TXT record was left behind');
}

/** Applies what could never be issued, and shows what its author reads. */
export async function showDenial({ cluster: { plane }, git }: Stage, narrator: Narrator): Promise<void> {
  narrator.step('A broken manifest: kubectl apply -f broken/certificate.yaml');
  const { code, stderr } = await plane.kubectl(['apply', '-f', join(git.clone, 'broken/certificate.yaml')]);
  narrator.quote(stderr);
  if (code === 0) throw new Error('the broken manifest was let in');
}

/** Adds a name in Git, and waits for the certificate that has it. */
export async function changeSpec(
  { cluster: { plane }, git, timeline }: Stage,
  narrator: Narrator,
): Promise<void> {
  const path = 'apps/shop/certificate.yaml';
  const manifest = await readFile(join(git.clone, path), 'utf8');
  await git.commit(
    {
      [path]: manifest.replace(
        '    - shop.example.com\n',
        '    - shop.example.com\n    - www.shop.example.com\n',
      ),
    },
    'The shop also answers to www',
  );
  narrator.step(`A change in Git: ${await git.pull()}`);
  await plane.kubectlOrThrow(['apply', '--kustomize', join(git.clone, 'apps')]);
  await timeline.until(
    [shop],
    (certificate) => isReady(certificate) && certificate.status?.revision === 2,
    30,
  );
}

/** Renews as `cmctl renew` does: by setting the condition Issuing. */
export async function renew({ cluster: { plane }, timeline }: Stage, narrator: Narrator): Promise<void> {
  narrator.step('A forced renewal, as `cmctl renew` does it');
  const { namespace = '', name } = splitKey(shop);
  const current = await plane.admin.get(certificates, { namespace, name });
  if (!current) throw new Error(`there is no Certificate ${shop}`);
  const issuing = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    observedGeneration: current.metadata.generation ?? 0,
  } as const;
  const conditions = withCondition(current.status?.conditions, issuing, new Date());
  await plane.admin.replaceStatus(certificates, {
    ...current,
    status: { ...current.status, conditions: [...conditions] },
  });
  await timeline.until(
    [shop],
    (certificate) => isReady(certificate) && certificate.status?.revision === 3,
    30,
  );
}

async function secretOf({ cluster: { plane } }: Stage, key: string): Promise<Secret> {
  const { namespace = '', name } = splitKey(key);
  const secret = await plane.admin.get(secrets, { namespace, name });
  if (!secret) throw new Error(`there is no Secret ${key}`);
  return secret;
}

/** Has OpenSSL verify both certificates against their roots. */
export async function verify(stage: Stage, narrator: Narrator): Promise<void> {
  narrator.step('OpenSSL judges');
  const company = await secretOf(stage, 'certloom/company-root');
  const companyRoot = Buffer.from(company.data?.['tls.crt'] ?? '', 'base64').toString();
  narrator.quote(
    await verifySecret(await secretOf(stage, 'shop/shop-tls'), companyRoot, 'www.shop.example.com'),
  );
  const acmeRoot = await stage.cluster.acme.root();
  const secret = await secretOf(stage, 'ewhisper/ewhisper-crt');
  for (const host of ['ewhisper.cn', 'any.ewhisper.cn'])
    narrator.quote(await verifySecret(secret, acmeRoot, host));
}

/** What `kubectl` shows in the end. */
export async function showCluster({ cluster: { plane } }: Stage, narrator: Narrator): Promise<void> {
  narrator.step('kubectl get certificates,certificaterequests,orders,challenges -A');
  narrator.quote(
    await plane.kubectlOrThrow([
      'get',
      'certificates,certificaterequests,orders,challenges',
      '--all-namespaces',
    ]),
  );
}
