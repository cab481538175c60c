// Headless Chromium, and a server that sends every file under the strict policy.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { chromium } from 'playwright-core';

/** The policy under which the package has to work: its own origin's scripts, and WebAssembly. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--no-first-run', '--disable-quic',
];

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.wasm': 'application/wasm' };

export const launch = () => chromium.launch({ executablePath: executable(), args: ARGUMENTS });

/** The browser to start. There is no skipping: a page that no browser ran is not tested. */
const executable = () => {
  const path = process.env.CHROMIUM_PATH || process.env.CHROME_PATH || '/usr/bin/chromium';
  if (existsSync(path)) return path;
  const hint = 'install Chromium (on Debian `apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome';
  throw new Error(`there is no browser at ${path}: ${hint}`);
};

/** Serves a folder, every file with the policy. @returns {Promise<{ url: string, close: () => Promise<void> }>} */
export const serve = async (folder, policy = POLICY) => {
  const server = createServer((request, response) => {
    const file = normalize(join(folder, decodeURIComponent(new URL(request.url, 'http://page').pathname)));
    const there = file.startsWith(folder + sep) && existsSync(file) && statSync(file).isFile();
    response.writeHead(there ? 200 : 404, {
      'Content-Security-Policy': policy,
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(there ? readFileSync(file) : undefined);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, close };
};

/**
 * Opens a page and waits for its `window.outcome`. `complaints` is all that was said on a console, thrown, not found or
 * against the policy, in the page and in its worker; without an outcome it is `undefined` and the complaints say why.
 */
export const outcomeOf = async (browser, url) => {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => complaints.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() !== 200 && complaints.push(`${response.status()}: ${response.url()}`));
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  try {
    await page.goto(url);
    const { outcome, failure, violations } = await page.evaluate(settled);
    if (failure) complaints.push(failure);
    return { outcome, complaints: [...complaints, ...violations.map((text) => `policy: ${text}`)] };
  } finally {
    await page.close();
  }
};

/** In the page, whose `load` has come, and with it the end of its script. */
const settled = async () => {
  const late = new Promise((_, failed) => setTimeout(failed, 120_000, new Error('there was no outcome in two minutes')));
  const { violations } = window;
  if (window.outcome === undefined) return { failure: 'the page left no outcome', violations };
  return Promise.race([window.outcome, late])
    .then((outcome) => ({ outcome, violations }), (error) => ({ failure: `outcome: ${error}`, violations }));
};
