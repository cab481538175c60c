// The page, built anew into a folder of its own and served with its policy as a header too.
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { HEADERS } from '../../csp.js';

const WWW = fileURLToPath(new URL('../..', import.meta.url));

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css',
  '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.txt': 'text/plain',
};

/** Builds and serves. @returns {Promise<{ url: string, folder: string, close: () => Promise<void> }>} */
export async function serve() {
  const folder = mkdtempSync(join(tmpdir(), 'drywire-page-'));
  await build({ root: WWW, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://page').pathname;
    const file = normalize(join(folder, path === '/' ? 'index.html' : path));
    if (!file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...HEADERS, 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(readFileSync(file));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, folder, close };
}
