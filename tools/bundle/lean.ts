import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';

const here = import.meta.dirname;

/** One module in place of another. */
interface Substitute {
  /** Of who imports it; anybody when left out. */
  readonly importer?: RegExp;
  readonly imported: RegExp;
  readonly by: string;
}

/**
 * Only KubeConfig and its credentials are used of the Kubernetes client, only signing of acme-client: what these need
 * for requests of their own is left out, and it is most of what they bring.
 */
const substitutes: readonly Substitute[] = [
  { imported: /^undici$/, by: join(here, 'undici.mjs') },
  { importer: /undici.lib.dispatcher/, imported: /milo\//, by: join(here, 'unused.cjs') },
  { imported: /^acme-client$/, by: join(here, 'acme-client.mjs') },
  { importer: /acme-client.src/, imported: /^\.\/(axios|auto|verify)$/, by: join(here, 'unused.cjs') },
  // express reads bodies in UTF-8; the tables of the world's other encodings are half a megabyte
  { importer: /iconv-lite/, imported: /[ds]bcs-data/, by: join(here, 'nothing.cjs') },
  { importer: /client-node/, imported: /^(socks|socks-proxy-agent|hpagent)$/, by: join(here, 'unused.cjs') },
];

/** Leaves out what no role of ours reaches, and loads late what few reach. */
export function lean(): Plugin {
  return {
    name: 'lean',
    resolveId(imported, importer = '', { kind }) {
      const found = substitutes.find(
        (one) => one.imported.test(imported) && (one.importer?.test(importer) ?? true),
      );
      if (found !== undefined) return found.by;
      return kind === 'import-statement' && isBuiltin(imported) ? `${builtin}${imported}` : null;
    },
    load(id) {
      if (id.startsWith(builtin)) return builtinSource(id.slice(builtin.length));
      return /mime-db.db\.json$/.test(id) ? fewMediaTypes(readFileSync(id, 'utf8')) : null;
    },
    transform: (code, id) => (clientOfUndici.test(id) ? lateHttp2(code) : null),
  };
}

const builtin = '\0builtin:';

/**
 * A module of Node's without its ES module facade, which reads every export: those of `node:http` load Node's own copy
 * of undici, 8 MB.
 */
function builtinSource(name: string): string {
  const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter((one) => /^[A-Za-z]\w*$/.test(one));
  return [
    `const module = process.getBuiltinModule('${name}');`,
    'export default module;',
    ...names
      .filter((one) => one !== 'default')
      .map((one) => `const $${one} = /* @__PURE__ */ (() => module.${one})(); export { $${one} as ${one} };`),
  ].join('\n');
}

/** Express looks at its table of all the world's media types to say that JSON is JSON. */
function fewMediaTypes(table: string): string {
  const all = Object.entries(JSON.parse(table) as Record<string, unknown>);
  const few = all.filter(([type]) =>
    /^(text|application)\/(json|plain|html|css|javascript|yaml)$/.test(type),
  );
  return JSON.stringify(Object.fromEntries(few));
}

const clientOfUndici = /undici.lib.dispatcher.client\.js$/;

/** HTTP/2 is for servers that offer it; the API server's connections are HTTP/1.1. */
function lateHttp2(code: string): string {
  const early = "const connectH2 = require('./client-h2.js')";
  if (!code.includes(early)) throw new Error(`undici's client no longer says "${early}"`);
  return code.replace(early, "const connectH2 = (...args) => require('./client-h2.js')(...args)");
}
