/** The one class that we use of acme-client. */
export { default as Client } from 'acme-client/src/client.js';
