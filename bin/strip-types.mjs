// Node reads no types below node_modules. Where the package was installed straight from Git, as pre-commit does it, there is
// no bundle, so types are taken out as files are loaded.
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

if (module.registerHooks === undefined) {
  const hint = 'in pre-commit, language_version: 24.12.0 fetches one';
  process.stderr.write(`certloom needs Node 24.12 or later, and this is ${process.version}; ${hint}\n`);
  process.exit(2);
}

const root = new URL('..', import.meta.url).href;

/** Of the package itself, and of no library. */
function isOurs(url) {
  return url.startsWith(root) && url.endsWith('.ts') && !url.slice(root.length).includes('node_modules/');
}

// The warning that stripping is experimental is of no use to whoever runs a hook.
process.removeAllListeners('warning');

module.registerHooks({
  load(url, context, next) {
    if (!isOurs(url)) return next(url, context);
    const source = module.stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module', source, shortCircuit: true };
  },
});
