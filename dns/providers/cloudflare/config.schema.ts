const secretKeyRef = {
  type: 'object',
  required: ['name', 'key'],
  properties: { name: { type: 'string' }, key: { type: 'string' } },
} as const;

/** `spec.acme.solvers[].dns01.cloudflare` of an Issuer, or `webhook.config` of the solver, as people write it. */
export const cloudflareConfigSchema = {
  type: 'object',
  oneOf: [{ required: ['apiTokenSecretRef'] }, { required: ['apiKeySecretRef', 'email'] }],
  properties: {
    apiTokenSecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds an API token with Zone: Read and DNS: Edit for the zone.',
    },
    apiKeySecretRef: {
      ...secretKeyRef,
      description: 'The key of a Secret that holds the Global API Key, which may do everything; needs email.',
    },
    email: { type: 'string', description: 'The account of the Global API Key.' },
  },
} as const;
