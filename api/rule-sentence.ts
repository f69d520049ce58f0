/** How the words of an id are written in a sentence. */
const spellings: Readonly<Record<string, string>> = {
  acme: 'ACME',
  aws: 'AWS',
  ca: 'CA',
  cas: 'CAs',
  cname: 'CNAME',
  cidr: 'CIDR',
  crds: 'CRDs',
  dns: 'DNS',
  dns01: 'DNS01',
  ecdsa: 'ECDSA',
  http01: 'HTTP01',
  id: 'id',
  ip: 'IP',
  jks: 'JKS',
  ngts: 'NGTS',
  oid: 'OID',
  oids: 'OIDs',
  pkcs12: 'PKCS#12',
  rfc2136: 'RFC2136',
  rsa: 'RSA',
  tls: 'TLS',
  tpp: 'TPP',
  uri: 'URI',
  uris: 'URIs',
  url: 'URL',
  urls: 'URLs',
  yaml: 'YAML',
};

/** The id of a rule says what is wanted: `certificate/common-name-fits` is "Common name fits". */
export function sentenceOf(id: string): string {
  const words = (id.split('/')[1] ?? '').split('-').map((word) => spellings[word] ?? word);
  const sentence = words.join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
