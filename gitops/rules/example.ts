export { acme, certificate, dns01, issuer, object } from '../../api/reference/example.ts';
