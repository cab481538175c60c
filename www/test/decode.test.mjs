// Issue 2, item 6: hex in, layers and fields and bytes out, by the package's own public exports.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dissect, parseHex } from 'drywire';
import { runnerImport } from 'vite';
import { eventually, open, pageTest, shared, useBrowser } from './lib/browser.mjs';
import { byte, example, focus, tree } from './lib/look.mjs';

useBrowser();

const source = (path) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));
const { module: { EXAMPLES } } = await runnerImport(source('words/examples.ts'), { logLevel: 'error' });

const DATAGRAM = '4500001c0001000040117ccfc0000201c000020200350035000879cd'.replaceAll(/(..)/g, '$1 ');

pageTest('the first example stands there at once, with one of its fields selected', {}, async (page) => {
  assert.equal(await page.locator('h2').first().textContent(), 'TCP 51724 → 443, SYN, seq 2934871346, window 64240');
  assert.equal(await page.locator('.byte').count(), 74);
  assert.equal(await page.locator('.detail-label').textContent(), 'Synchronise (SYN)');
  await eventually(async () => assert.equal(await page.title(), 'TCP 51724 → 443, SYN, seq 2934871346, window 64240 · drywire'));
  assert.equal(new URL(page.url()).hash, '', 'the address stays as it was typed');
});

for (const { label, hex, at } of EXAMPLES) {
  pageTest(`${label}: every layer and field is what dissect says`, {}, async (page) => {
    await example(page, label).click();
    const open = page.getByRole('button', { name: 'Open all' });
    if (await open.count() > 0) await open.click();
    const shown = await tree(page);
    const { layers, problems } = dissect(parseHex(hex));
    assert.deepEqual(shown.filter(([level]) => level === 1).map(([, ...row]) => row), layers.map((layer) => [layer.label, layer.text]));
    const only = (layer) => layer.fields.length === 1 && layer.fields[0].label === layer.label;
    const fields = layers.filter((layer) => !only(layer)).flatMap((layer) => layer.fields.map((field) => `${field.label}|${field.text}`));
    const leaves = shown.filter(([level], index) => level > 1 && !(shown[index + 1]?.[0] > level)).map(([, ...row]) => row.join('|'));
    assert.deepEqual(leaves, fields);
    assert.equal(await page.locator('.problems li').count(), problems.length);
    assert.equal(await page.locator('.tree .field-problem').count(), problems.length, 'each stands at its field');
    assert.equal(await page.locator('[role=treeitem][data-chosen]').count(), 1, `${at} is a field of it, and selected`);
  });
}

test('the examples are sound, but for the broken one', () => {
  const counts = EXAMPLES.map(({ id, hex }) => [id, dissect(parseHex(hex)).problems.length]);
  assert.deepEqual(counts.filter(([, count]) => count > 0), [['broken', 3]]);
});

pageTest('typed hex is read as it stands', {}, async (page) => {
  await page.locator('#dump').fill(DATAGRAM);
  await eventually(async () => assert.match(await page.locator('h2').first().textContent(), /^UDP 53 → 53/));
  assert.equal(await page.locator('#dump').inputValue(), DATAGRAM, 'the text is left to whoever types');
  assert.equal(await page.locator('.byte').count(), 28);
});

pageTest('a packet may be pasted anywhere', {}, async (page) => {
  await page.evaluate((text) => navigator.clipboard.writeText(text), DATAGRAM);
  await page.getByRole('treeitem').first().focus();
  await page.keyboard.press('ControlOrMeta+V');
  await eventually(async () => assert.match(await page.locator('h2').first().textContent(), /^UDP/));
  await page.locator('#dump').focus();
  await page.evaluate((text) => navigator.clipboard.writeText(text), EXAMPLES[3].hex);
  await page.keyboard.press('ControlOrMeta+V');
  await eventually(async () => assert.match(await page.locator('h2').first().textContent(), /^ARP/, 'the field selects what is in it, for a paste to replace'));
  await page.evaluate((text) => navigator.clipboard.writeText(text), DATAGRAM);
  await page.locator('#dump').click();
  await page.keyboard.press('ControlOrMeta+V');
  await eventually(async () => assert.match(await page.locator('h2').first().textContent(), /^UDP/, 'after a click into the middle of it too'));
});

pageTest('the link type is found, and can be set', {}, async (page) => {
  const select = page.getByLabel('Link type');
  assert.equal(await select.evaluate((element) => element.selectedOptions[0].textContent), 'Automatic: Ethernet');
  await page.locator('#dump').fill(DATAGRAM);
  await eventually(async () => assert.equal(await select.evaluate((element) => element.selectedOptions[0].textContent), 'Automatic: Raw IP'));
  await select.selectOption('ethernet');
  assert.equal((await tree(page))[0][1], 'Ethernet');
  await select.selectOption('auto');
  assert.equal((await tree(page))[0][1], 'IPv4');
});

pageTest('a character that is not hex is named by its column, and pointed at', {}, async (page) => {
  await page.locator('#dump').fill('4500 00g0 0001');
  const message = page.locator('#dump-error');
  await eventually(async () => assert.equal(await message.locator('p').textContent(), " 'g' at line 1, column 8 is neither a hex digit nor a separator."));
  const [line, arrow] = (await message.locator('pre').textContent()).split('\n');
  assert.equal(line[arrow.indexOf('^')], 'g');
  assert.equal(await page.locator('#dump').getAttribute('aria-invalid'), 'true');
  assert.equal(await page.locator('#dump').getAttribute('aria-describedby'), 'dump-error');
  assert.equal(await page.locator('.byte').count(), 74, 'the last packet stays');
  await message.getByRole('button').click();
  const selected = await page.locator('#dump').evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(selected, 'g');
  await page.keyboard.type('0');
  await eventually(async () => assert.equal(await message.count(), 0));
  assert.equal(await page.locator('#dump').inputValue(), '4500 0000 0001');
});

pageTest('in a long line, what is around the place is shown', {}, async (page) => {
  await page.locator('#dump').fill(`${'4500 '.repeat(40)}zz${' 0001'.repeat(40)}`);
  const message = page.locator('#dump-error');
  await eventually(async () => assert.match(await message.locator('p').textContent(), /'z' at line 1, column 201/));
  const [line, arrow] = (await message.locator('pre').textContent()).split('\n');
  assert.equal(line, '…00 4500 4500 4500 zz 0001 0001 0001 0…');
  assert.equal(arrow.indexOf('^'), line.indexOf('z'));
});

pageTest('in several lines, the line is named as well', {}, async (page) => {
  await page.locator('#dump').fill('4500\n00 1');
  await eventually(async () => assert.match(await page.locator('#dump-error p').textContent(), /Line 2, column 4: An odd number of hex digits/));
});

pageTest('a digit on its way to a pair is no error yet', {}, async (page) => {
  await page.locator('#dump').fill('45 00 0');
  await page.waitForTimeout(100);
  assert.equal(await page.locator('#dump-error').count(), 0);
});

pageTest('no bytes are no packet', {}, async (page) => {
  await page.getByRole('button', { name: 'Clear' }).click();
  assert.match(await page.locator('main').textContent(), /Paste packets above/);
  assert.equal(await page.getByRole('tree').count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Copy link' }).isDisabled(), true);
});

pageTest('a long packet is drawn a part at a time', {}, async (page) => {
  await page.locator('#dump').fill('00'.repeat(5000));
  await eventually(async () => assert.equal(await page.locator('.byte').count(), 2048));
  await page.getByRole('button', { name: /Show more of the 5000/ }).click();
  await eventually(async () => assert.equal(await page.locator('.byte').count(), 4096));
  await byte(page, 0).click();
  await page.keyboard.press('Control+End');
  await eventually(async () => assert.equal(await focus(page), 'byte-4095'));
});

test('one byte, a cut header and nonsense are shown, not refused', async () => {
  for (const hex of ['00', '45', '4500 0014', 'ffff ffff ffff', '4500001400000000ff06']) {
    const { page, complaints, close } = await open({ hash: `#hex=${hex.replaceAll(' ', '')}` });
    assert.equal(await page.locator('.byte').count(), hex.replaceAll(' ', '').length / 2, hex);
    assert.deepEqual(await complaints(), [], hex);
    await close();
  }
  assert.ok(shared.url);
});
