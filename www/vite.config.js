import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'vite';
import { HEADERS, POLICY } from './csp.js';

export default defineConfig({
  // The page works wherever it is put, below any path.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    // Nothing inlined: the policy has no data: in it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  preview: { headers: HEADERS },
  plugins: [policy(), licences()],
});

/** Writes the policy into the built page. Not while developing: Vite's own client would not get past it. */
function policy() {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** Puts the licences of what is shipped beside it. */
function licences() {
  const require = createRequire(import.meta.url);
  const packages = ['@fontsource-variable/ibm-plex-sans', '@fontsource/ibm-plex-mono', 'preact', 'uplot'];
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      const source = packages.map((name) => {
        const file = require.resolve(`${name}/package.json`).replace(/package\.json$/, 'LICENSE');
        return `${name}\n\n${readFileSync(file, 'utf8')}`;
      }).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source });
    },
  };
}
