import { object, oneOf, optional } from '../../schema/fields.ts';
import { azureDNS, cloudDNS, route53 } from './dns01-clouds.schema.ts';
import { acmeDNS, akamai, cloudflare, digitalocean, rfc2136, webhook } from './dns01-providers.schema.ts';

export const dns01 = object(
  'Proves control by a TXT record at _acme-challenge.<name> (RFC 8555 8.4), the only way for wildcards. Exactly one provider.',
  {
    cnameStrategy: optional(
      oneOf(
        'Follow: the record is written where a CNAME at _acme-challenge.<name> points to. None (when left out): CNAMEs are not followed.',
        ['None', 'Follow'],
      ),
    ),
    acmeDNS: optional(acmeDNS),
    akamai: optional(akamai),
    azureDNS: optional(azureDNS),
    cloudDNS: optional(cloudDNS),
    cloudflare: optional(cloudflare),
    digitalocean: optional(digitalocean),
    rfc2136: optional(rfc2136),
    route53: optional(route53),
    webhook: optional(webhook),
  },
);
