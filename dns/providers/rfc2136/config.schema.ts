/** `spec.acme.solvers[].dns01.rfc2136` of an Issuer, as people write it. */
export const rfc2136ConfigSchema = {
  type: 'object',
  required: ['nameserver'],
  properties: {
    nameserver: {
      type: 'string',
      description:
        'The primary server: host or host:port, IPv6 addresses in brackets; port 53 when left out.',
    },
    protocol: { type: 'string', enum: ['UDP', 'TCP'], description: 'How updates are sent. Default UDP.' },
    tsigKeyName: { type: 'string', description: 'The name of the key that signs the updates (RFC 8945).' },
    tsigAlgorithm: {
      type: 'string',
      description:
        'HMACMD5 (default), HMACSHA1, HMACSHA224, HMACSHA256, HMACSHA384 or HMACSHA512, in any case.',
    },
    tsigSecretSecretRef: {
      type: 'object',
      required: ['name', 'key'],
      properties: { name: { type: 'string' }, key: { type: 'string' } },
      description: 'The key of the Secret that holds the key, in base64.',
    },
  },
} as const;
