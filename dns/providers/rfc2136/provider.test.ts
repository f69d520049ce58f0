import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providerTools } from '../../../test/build/provider-tools.ts';
import { startBind9 } from '../../../test/cluster/bind9.ts';
import type { Bind9 } from '../../../test/cluster/bind9.ts';
import { conformanceStory } from '../../conformance.ts';
import type { ApiAnswer } from '../../provider.ts';
import type { Rfc2136Config } from './config.ts';
import { createRfc2136Provider } from './provider.ts';

const provider = createRfc2136Provider();
const record = { fqdn: '_acme-challenge.shop.example.', zone: 'shop.example.', value: 'v' };

describe('rfc2136 with a real bind9', () => {
  let bind9: Bind9;
  beforeAll(async () => {
    bind9 = await startBind9({ zones: ['shop.example'] });
  }, 30_000);
  afterAll(() => bind9.stop());

  const config = (): Rfc2136Config =>
    provider.readConfig({
      nameserver: bind9.server,
      tsigKeyName: bind9.tsig.name,
      tsigAlgorithm: 'HMACSHA256',
      tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
    });
  /** With the line break that files end in. */
  const tools = () => providerTools({ 'tsig/secret': `${bind9.tsig.secret}\n`, 'tsig/broken': 'no base64!' });
  const story = conformanceStory(() => ({
    start: createRfc2136Provider,
    config: config(),
    tools: tools(),
    fqdn: '_acme-challenge.story.shop.example.',
    zone: 'shop.example.',
    visibleValues: (fqdn) => bind9.txtRecords(fqdn),
    propagationSeconds: 2,
  }));
  it.each(story)('$sentence', async ({ run }) => expect(await run()).toBeUndefined());

  it.each(['example.', 'www.shop.example.', 'elsewhere.test.'])(
    'finds the zone of the server when DNS names another: %s',
    async (zone) => {
      const wanted = { fqdn: '_acme-challenge.www.shop.example.', zone, value: 'found' };
      await provider.present(wanted, config(), tools());
      expect(await bind9.txtRecords(wanted.fqdn)).toEqual(['found']);

      await provider.cleanUp(wanted, config(), tools());
      expect(await bind9.txtRecords(wanted.fqdn)).toEqual([]);
    },
  );

  it('says that the server has no such zone, and tells metrics of each answer', async () => {
    const told: string[] = [];
    const observing = {
      ...tools(),
      observe: ({ action, code }: ApiAnswer) => void told.push(`${action} ${code}`),
    };
    await provider.present(record, config(), observing);
    await provider.cleanUp(record, config(), observing);
    const foreign = { fqdn: '_acme-challenge.elsewhere.test.', zone: 'elsewhere.test.', value: 'v' };

    await expect(provider.present(foreign, config(), observing)).rejects.toThrow(
      'answered NOTAUTH to the update of zone elsewhere.test.: it is not the primary server of this zone',
    );
    expect([...new Set(told)]).toEqual(['add ok', 'remove ok', 'add DnsUpdateZoneNotFound']);
  });

  it('says that the Secret does not exist', async () => {
    await expect(provider.present(record, config(), providerTools({}))).rejects.toThrow(
      'Secret "tsig" does not exist',
    );
  });

  it('says that the Secret is not base64, without showing it', async () => {
    const secretRef = { name: 'tsig', key: 'broken' };
    const broken: Rfc2136Config = { ...config(), tsig: { keyName: 'k', algorithm: 'HMACSHA256', secretRef } };

    await expect(provider.present(record, broken, tools())).rejects.toThrow(
      'Key "broken" of Secret "tsig" is no TSIG secret: it must be base64, as tsig-keygen prints it',
    );
  });
});
