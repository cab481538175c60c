// Headless Chromium: page and worker, from each bundler and from none, all under the strict policy.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, outcomeOf, POLICY, serve } from '../lib/browser.mjs';
import { esbuildPage, plain, vite, webpackPage } from '../lib/bundle.mjs';
import { EXPECTED_OF_PAGE } from '../lib/expected.mjs';

const MAKERS = [
  ['the installed files, no bundler: ES modules and a module worker', plain],
  ['Vite: ES modules and a module worker', vite],
  ['esbuild: classic scripts and a classic worker', esbuildPage],
  ['webpack: classic scripts and a classic worker', webpackPage],
];

/** @param {() => import('../lib/project.mjs').Project} project */
export const browserSuite = (project) => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  const served = async (folder, policy) => {
    const site = await serve(folder, policy);
    try {
      return await outcomeOf(browser, `${site.url}index.html`);
    } finally {
      await site.close();
    }
  };

  for (const [name, make] of MAKERS) {
    test(`Chromium, ${name}, under the strict policy`, { timeout: 300_000 }, async () => {
      const { outcome, complaints } = await served(await make(project().folder));
      assert.deepEqual(complaints, []);
      assert.deepEqual(outcome, EXPECTED_OF_PAGE);
    });
  }

  test('the policy is in force: without \'wasm-unsafe-eval\' the same page can do nothing, and says so', { timeout: 300_000 }, async () => {
    const without = POLICY.replace(" 'wasm-unsafe-eval'", '');
    assert.notEqual(without, POLICY);
    const { outcome, complaints } = await served(await plain(project().folder), without);
    assert.equal(outcome, undefined);
    assert.match(complaints.join('\n'), /^policy: script-src wasm-eval$/m);
  });
};
