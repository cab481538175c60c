// Headless Chromium, and what every test of the page wants from it: nothing on the console, nothing against the policy.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { serve } from './site.mjs';

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--no-first-run', '--disable-quic',
];

/** The browser to start. There is no skipping: a page that nobody looked at is not tested. */
function executable() {
  const named = process.env.CHROMIUM_PATH || process.env.CHROME_PATH;
  const path = named || '/usr/bin/chromium';
  if (existsSync(path)) return path;
  const hint = 'install Chromium (on Debian `apt-get install chromium`), or set CHROMIUM_PATH to a Chromium or Chrome';
  throw new Error(`there is no browser at ${path}: ${hint}`);
}

/** What one file of tests shares. */
export const shared = { browser: undefined, url: '', folder: '' };

/** Starts browser and server before a file's tests, and ends them after. */
export function useBrowser() {
  let site;
  before(async () => {
    site = await serve();
    Object.assign(shared, { url: site.url, folder: site.folder });
    shared.browser = await chromium.launch({ executablePath: executable(), args: ARGUMENTS });
  });
  after(async () => {
    await shared.browser?.close();
    await site?.close();
  });
}

/**
 * A test with a page open, which at its end must have said nothing on the console and tried nothing that its policy forbids.
 * @param {string} name
 * @param {{ hash?: string, width?: number, height?: number, theme?: 'light' | 'dark', motion?: 'reduce' }} options
 * @param {(page: import('playwright-core').Page, t: import('node:test').TestContext) => Promise<void>} body
 */
export function pageTest(name, options, body) {
  test(name, { timeout: 400_000 }, async (t) => {
    const { page, complaints, close } = await open(options);
    try {
      await body(page, t);
      assert.deepEqual(await complaints(), []);
    } finally {
      await close();
    }
  });
}

/** Opens the page. `complaints` gives whatever went wrong in it so far. */
export async function open({ hash = '', width = 1280, height = 900, theme = 'light', motion } = {}) {
  const context = await shared.browser.newContext({
    viewport: { width, height }, colorScheme: theme, ...(motion && { reducedMotion: motion }),
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(shared.url).origin });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const heard = [];
  page.on('console', (message) => heard.push(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', (event) => window.violations.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(shared.url + hash);
  const complaints = async () => [...heard, ...(await page.evaluate(() => window.violations))];
  return { page, complaints, close: () => context.close() };
}

/** How long to wait for what has to come, on a machine that is busy; in milliseconds. No verdict hangs on it where all is well. */
const PATIENCE = 60_000;

/** Tries until an assertion holds; fails as it last did. */
export async function eventually(assertion, limit = PATIENCE) {
  for (const end = Date.now() + limit; ;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(25);
    }
  }
}
