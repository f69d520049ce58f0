import { describe, expect, it } from 'vitest';

import type { Gateway, GatewayListener } from '../../api/networking.ts';
import { listenerBlocks, listenerSecrets } from './listener-blocks.ts';

const listener = (changes: Partial<GatewayListener> = {}): GatewayListener => ({
  name: 'https',
  hostname: 'shop.example',
  protocol: 'HTTPS',
  tls: { certificateRefs: [{ name: 'shop-tls' }] },
  ...changes,
});

function gateway(listeners: readonly GatewayListener[], annotations = {}): Gateway {
  return { metadata: { name: 'edge', namespace: 'web', annotations }, spec: { listeners } };
}

function blocks(changes: Partial<GatewayListener>, annotations = {}) {
  return listenerBlocks(gateway([listener(changes)], annotations), ['example.com/QUIC']);
}

describe('a listener that ends TLS', () => {
  const one = [{ secretName: 'shop-tls', dnsNames: ['shop.example'], ipAddresses: [] }];

  it.each([
    ['HTTPS', {}],
    ['TLS', { protocol: 'TLS' }],
    ['a protocol of the configuration', { protocol: 'example.com/QUIC' }],
  ])('is a block: %s', (_, changes) => {
    expect(blocks(changes)).toEqual({ blocks: one, skipped: [] });
  });

  it('shares a block with others of its Secret', () => {
    const two = gateway([listener(), listener({ name: 'www', hostname: 'www.shop.example' })]);

    expect(listenerBlocks(two, []).blocks).toMatchObject([
      { dnsNames: ['shop.example', 'www.shop.example'] },
    ]);
  });

  it.each([
    ['HTTP', { protocol: 'HTTP' }, {}],
    ['what is passed through', { tls: { mode: 'Passthrough' } }, {}],
    ['what an annotation names', {}, { 'cert-manager.io/ignore-tls-listeners': 'other, https' }],
  ])('is none: %s', (_, changes, annotations) => {
    expect(blocks(changes, annotations)).toEqual({ blocks: [], skipped: [] });
  });

  it.each([
    [{ hostname: '' }, 'hostname: Required value'],
    [{ tls: { certificateRefs: [] } }, 'tls.certificateRefs: Required value'],
    [
      { tls: { certificateRefs: [{ name: 'a', kind: 'ConfigMap' }] } },
      'tls.certificateRefs[0].kind: Unsupported value',
    ],
    [
      { tls: { certificateRefs: [{ name: 'a', group: 'x.io' }] } },
      'tls.certificateRefs[0].group: Unsupported value',
    ],
    [
      { tls: { certificateRefs: [{ name: 'a', namespace: 'b' }] } },
      'tls.certificateRefs[0].namespace: Invalid value: "b"',
    ],
    [{ tls: { mode: 'Odd', certificateRefs: [{ name: 'a' }] } }, 'tls.mode: Unsupported value: "Odd"'],
  ])('is skipped with %j', (changes, why) => {
    const { blocks: none, skipped } = blocks(changes);

    expect(none).toEqual([]);
    expect(skipped).toEqual([expect.stringContaining(`Skipped a listener block: spec.listeners[0].${why}`)]);
  });
});

describe('the Secrets of a Gateway', () => {
  it('count although nothing can be made for them', () => {
    expect(listenerSecrets(gateway([listener({ hostname: '' })]))).toEqual(['shop-tls']);
  });
});
