// Issue 4, item 5: the lab in both themes, narrow and wide, still, and accessible in each by axe-core's rules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { field, packet, preset, settled } from './lib/lab.mjs';

useBrowser();

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

for (const width of [320, 390, 768, 1024, 1280, 1920]) {
  pageTest(`${width} pixels are enough for the lab: nothing sticks out`, { hash: '#lab', width }, async (page) => {
    await settled(page);
    for (const label of ['Fast retransmit', 'Zero window', 'Bulk transfer']) {
      await preset(page, label);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, label);
      const cut = await page.$$eval('.arrow-words', (words) => {
        const { left, right } = document.querySelector('.ladder').getBoundingClientRect();
        return words.filter((word) => word.getBoundingClientRect().left < left || word.getBoundingClientRect().right > right).map((word) => word.textContent);
      });
      assert.deepEqual(cut, [], `${label}: words fit beside the lifelines`);
    }
  });
}

/** The colour of the middle of a canvas's first series line is one of the theme's. */
const stroke = (page) => page.evaluate(() => {
  const { width, height } = document.querySelector('.u-wrap canvas');
  const { data } = document.querySelector('.u-wrap canvas').getContext('2d').getImageData(0, 0, width, height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([colour]) => colour);
});

pageTest('plots are drawn in the theme\'s colours, and anew when it changes', { hash: '#lab?preset=transfer&bytes=100000' }, async (page) => {
  await settled(page);
  await eventually(async () => assert.ok((await stroke(page)).includes('47,79,216'), 'the accent of the light theme'));
  await page.getByRole('button', { name: 'Dark theme' }).click();
  await eventually(async () => assert.ok((await stroke(page)).includes('147,167,255'), 'the accent of the dark theme'));
});

pageTest('plots have a text for those who do not see them', { hash: '#lab' }, async (page) => {
  await settled(page);
  assert.match(await page.locator('.plot').first().locator('figcaption').textContent(), /cwnd, from \d+ to [\d,]+ bytes;/);
  await page.getByText('The same as a table').click();
  await eventually(async () => assert.ok(await page.locator('.table-scroll tbody tr').count() > 10));
});

pageTest('nothing moves by itself for those who asked for stillness', { hash: '#lab', motion: 'reduce' }, async (page) => {
  await settled(page);
  const moving = await page.$$eval('*', (elements) => elements.filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(',').some((duration) => parseFloat(duration) > 0);
  }).length);
  assert.equal(moving, 0);
});

/** What is looked at, and how the page gets there. */
const VIEWS = [
  ['as it opens', async () => {}],
  ['with a packet dropped by hand', async (page) => { await packet(page, 'left', 5).locator('.arrow-words').click(); }],
  ['at a moment', async (page) => { await page.getByRole('button', { name: 'To the start' }).click(); }],
  ['with the table and the keys open', async (page) => {
    await page.getByText('The same as a table').click();
    await page.getByText('Keys', { exact: true }).click();
  }],
  ['with UDP beside TCP', async (page) => {
    const settings = page.locator('.lab-settings');
    if ((await settings.getAttribute('open')) === null) await settings.locator('summary').click();
    await field(page, 'Protocol').selectOption('TCP beside UDP');
    await page.locator('.outcome thead th').nth(1).waitFor();
  }],
  ['with UDP shown', async (page) => { await page.locator('.ladder-pane').getByRole('button', { name: 'UDP' }).click(); }],
  ['with complaints', async (page) => {
    await page.evaluate(() => { location.hash = '#lab?preset=evil'; });
    await page.locator('.lab-complaints').waitFor();
  }],
];

for (const theme of ['light', 'dark']) {
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    pageTest(`axe finds nothing in the lab: ${theme}, ${width} wide`, { hash: '#lab', theme, width, height, motion: 'reduce' }, async (page) => {
      await settled(page);
      await page.evaluate(AXE);
      for (const [name, show] of VIEWS) {
        await show(page);
        await settled(page);
        assert.deepEqual(await violations(page), [], name);
      }
    });
  }
}

async function violations(page) {
  const { violations: found } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`));
}
