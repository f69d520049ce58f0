/** What we use of undici: its index loads WebSockets, caches, cookies, mocks and a second parser beside. */
import api from 'undici/lib/api/index.js';
import util from 'undici/lib/core/util.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import global from 'undici/lib/global.js';

// the index does it too
Object.assign(Dispatcher.prototype, api);

export const { getGlobalDispatcher, setGlobalDispatcher } = global;

/** As undici's, as far as the method is stated where it is not GET. */
export function request(url, { dispatcher = getGlobalDispatcher(), ...options } = {}) {
  const { origin, pathname, search } = util.parseURL(url);
  return api.request.call(dispatcher, { method: 'GET', ...options, origin, path: pathname + search });
}

/** As undici's; loaded when something is fetched, which the admission webhook never does. */
export async function fetch(input, init) {
  const { default: module } = await import('undici/lib/web/fetch/index.js');
  return module.fetch(input, init);
}

export { Agent, Dispatcher, EnvHttpProxyAgent, Pool, ProxyAgent };
