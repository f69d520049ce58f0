import { flag, list, object, optional, stringList, text } from '../schema/fields.ts';

export const subject = object(
  'Attributes of the subject beside the common name (RFC 5280 4.1.2.6). Exclusive with literalSubject.',
  {
    organizations: optional(stringList('Organizations (O).')),
    organizationalUnits: optional(stringList('Organizational units (OU).')),
    countries: optional(stringList('Countries (C), two letters each.')),
    provinces: optional(stringList('States or provinces (ST).')),
    localities: optional(stringList('Localities (L), such as cities.')),
    streetAddresses: optional(stringList('Street addresses (STREET).')),
    postalCodes: optional(stringList('Postal codes.')),
    serialNumber: optional(text('Serial number of the subject (SERIALNUMBER), not of the certificate.')),
  },
);

export const otherNames = list(
  'Subject alternative names of type otherName with a UTF-8 value, such as a user principal name.',
  object('One otherName. Both members are needed.', {
    oid: optional(
      text(
        'Type of the name as a dotted object identifier, for example 1.3.6.1.4.1.311.20.2.3 for a user principal name.',
      ),
    ),
    utf8Value: optional(text('The name itself, stored as a UTF8String. Must not be empty.')),
  }),
);

function subtrees(description: string) {
  return object(description, {
    dnsDomains: optional(stringList('DNS domains, each with everything below it.')),
    ipRanges: optional(stringList('IP ranges in CIDR notation, for example 10.0.0.0/8.')),
    emailAddresses: optional(stringList('Mailboxes (user@host), hosts (host) or domains (.domain).')),
    uriDomains: optional(stringList('Hosts of URIs (host), or domains (.domain).')),
  });
}

export const nameConstraints = object(
  'Names a CA certificate may issue for (RFC 5280 4.2.1.10). Only with isCA: true.',
  {
    critical: optional(
      flag(
        'Marks the extension critical: software that does not know it must then refuse the certificate. Default: false.',
      ),
    ),
    permitted: optional(subtrees('If set, only names within these are allowed.')),
    excluded: optional(subtrees('Names within these are refused, even if permitted names them too.')),
  },
);
