// Issue 2, item 6: a strict content security policy, in the built page and as a header.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { POLICY } from '../csp.js';
import { eventually, open, pageTest, shared, useBrowser } from './lib/browser.mjs';

useBrowser();

test('the built page carries the policy, and nothing inline', () => {
  const html = readFileSync(join(shared.folder, 'index.html'), 'utf8').replaceAll('&#39;', "'");
  assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`));
  assert.ok(html.indexOf('Content-Security-Policy') < html.indexOf('<script'), 'before what it has to hold');
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/);
  for (const [, attributes, body] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
    assert.match(attributes, /\ssrc=/);
    assert.equal(body.trim(), '');
  }
});

test('the policy is as strict as the page lets it be', () => {
  const parts = Object.fromEntries(POLICY.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]));
  assert.equal(parts['default-src'], "'none'");
  assert.equal(parts['script-src'], "'self' 'wasm-unsafe-eval'");
  assert.equal(parts['style-src'], "'self'");
  assert.equal(parts['connect-src'], undefined, 'nothing can be sent anywhere');
  assert.equal(parts['trusted-types'], 'drywire-worker', 'the one that names the two workers');
  assert.doesNotMatch(POLICY, /unsafe-inline|'unsafe-eval'|\*|data:|blob:/);
});

test('what the policy forbids is refused', async () => {
  const { page, complaints, close } = await open();
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(style);
    fetch('/elsewhere').catch(() => {});
    // Not at once: what a debugger evaluates may do more than the page may.
    setTimeout(() => {
      try {
        new Function('return 1')();
      } catch {
        // Refused, as it should be.
      }
    });
  });
  await eventually(async () => {
    const heard = (await complaints()).join('\n');
    // Code made of text is refused by the trusted types before the script policy gets to see it.
    for (const directive of ['style-src', 'connect-src', '(script-src|require-trusted-types-for)']) assert.match(heard, new RegExp(`policy: ${directive}`));
  });
  await close();
});

pageTest('all that the page loads is its own', {}, async (page) => {
  const requested = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.reload();
  await page.getByRole('tree').waitFor();
  await page.evaluate(() => document.fonts.ready);
  assert.ok(requested.length >= 5, 'page, theme, script, styles, fonts');
  assert.deepEqual(requested.filter((url) => !url.startsWith(shared.url)), []);
  assert.deepEqual(requested.filter((url) => /(lab|worker|reader|filter)-/.test(url)), [], 'who pastes loads neither the lab nor what reads files and filters');
});

test('what is shipped comes with its licences, and is small', () => {
  const licences = readFileSync(join(shared.folder, 'licences.txt'), 'utf8');
  assert.match(licences, /SIL OPEN FONT LICENSE/i);
  assert.match(licences, /MIT License/i);
  const files = readdirSync(join(shared.folder, 'assets'));
  const scripts = files.filter((file) => file.endsWith('.js')).map((file) => file.replace(/-[^-]+\.js$/, '')).sort();
  // Hashes may begin with a dash themselves.
  assert.deepEqual(scripts.map((name) => name.split('-')[0]), ['filter', 'index', 'lab', 'reader', 'worker']);
});
