// Issue 5, item 9: several packets in one paste; the list of them, by pointer and by keys; their address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, open, pageTest, shared, useBrowser } from './lib/browser.mjs';
import { byte, detail, item, litBytes, paste, shownBytes } from './lib/look.mjs';

useBrowser();

const PACKETS = ['4500001c0001000040117ccfc0000201c000020200350035000879cd', '4500001400020000400000000a0000010a000002', '4500001c0003000040010000c0000201c00002020800f7ff00000000'];
const octets = (hex) => hex.match(/../g).join(' ');
const TEXT = PACKETS.map((hex) => octets(hex).match(/.{1,47}/g).map((line, row) => `${(row * 16).toString(16).padStart(4, '0')}  ${line.trim()}`).join('\n')).join('\n\n');

const rows = (page) => page.$$eval('.packet-line', (lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent)));
const selected = (page) => page.$$eval('.packet-line[aria-selected=true]', (lines) => lines.map((line) => line.dataset.packet));
const hash = (page) => new URL(page.url()).hash;
const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

pageTest('each packet of a paste is a row of the list, and the first is shown', {}, async (page) => {
  await paste(page, TEXT);
  await page.getByRole('grid', { name: 'Packets' }).waitFor();
  assert.deepEqual((await rows(page)).map(([no, , from, to, protocol, length]) => [no, from, to, protocol, length]), [
    ['1', '192.0.2.1', '192.0.2.2', 'UDP', '28'], ['2', '10.0.0.1', '10.0.0.2', 'IPv4', '20'], ['3', '192.0.2.1', '192.0.2.2', 'ICMP', '28'],
  ]);
  assert.match((await rows(page))[0][6], /^53 → 53 UDP|problem.*53 → 53/);
  assert.deepEqual(await selected(page), ['0']);
  assert.equal(await shownBytes(page), PACKETS[0]);
  assert.match(await page.locator('.count').textContent(), /^3 packets, 76 bytes$/);
  assert.match(await page.locator('.packet-line').nth(1).textContent(), /1 problem|problems/, 'a sign and words, besides the colour');
});

pageTest('a row is chosen by click and by keys; the selected field stays', {}, async (page) => {
  await paste(page, TEXT);
  await item(page, 'Time to live').click();
  await page.locator('.packet-line').nth(2).click();
  await now(PACKETS[2], () => shownBytes(page));
  assert.equal(await detail(page), 'Time to live');
  assert.deepEqual(await litBytes(page, 'chosen'), ['8']);
  const grid = page.getByRole('grid', { name: 'Packets' });
  await grid.focus();
  for (const [key, to] of [['Home', '0'], ['ArrowDown', '1'], ['ArrowDown', '2'], ['ArrowDown', '2'], ['ArrowUp', '1'], ['End', '2'], ['PageUp', '0']]) {
    await page.keyboard.press(key);
    await now([to], () => selected(page));
    assert.equal(await grid.getAttribute('aria-activedescendant'), `packet-${to}`);
  }
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.role), 'treeitem'));
});

pageTest('the steps lead from packet to packet, and end at the ends', {}, async (page) => {
  await paste(page, TEXT);
  const [back, next] = ['Previous packet', 'Next packet'].map((name) => page.getByRole('button', { name }));
  assert.equal(await back.isDisabled(), true);
  await next.click();
  await next.click();
  await now(['2'], () => selected(page));
  assert.equal(await next.isDisabled(), true);
  assert.match(await page.locator('.packet-head').textContent(), /Packet 3 of 3/);
});

pageTest('a place in the text leads to the packet that stands there', {}, async (page) => {
  await paste(page, TEXT);
  const at = TEXT.indexOf('40 01 00 00') + 3;
  await page.locator('#dump').evaluate((field, place) => {
    field.focus();
    field.setSelectionRange(place, place);
  }, at);
  await page.keyboard.press('ArrowRight');
  await now(['2'], () => selected(page));
  await now(['9'], () => litBytes(page, 'chosen'));
});

test('several packets come back from their address', async () => {
  const first = await open();
  await paste(first.page, TEXT);
  await first.page.locator('.packet-line').nth(2).click();
  await byte(first.page, 8).click();
  await eventually(() => assert.match(hash(first.page), /^#hex=[0-9a-f]{56}&hex=[0-9a-f]{40}&hex=[0-9a-f]{56}&packet=3&at=8$/));
  const second = await open({ hash: hash(first.page) });
  assert.deepEqual(await selected(second.page), ['2']);
  assert.equal(await shownBytes(second.page), PACKETS[2]);
  assert.deepEqual(await litBytes(second.page, 'chosen'), ['8']);
  for (const { complaints, close } of [first, second]) {
    assert.deepEqual(await complaints(), []);
    await close();
  }
  assert.ok(shared.url);
});

pageTest('to walk the list makes no entries in the history', {}, async (page) => {
  await paste(page, TEXT);
  await eventually(() => assert.match(hash(page), /^#hex=/));
  const before = await page.evaluate(() => history.length);
  for (const row of [1, 2, 0, 1]) await page.locator('.packet-line').nth(row).click();
  await eventually(() => assert.match(hash(page), /packet=2/));
  assert.equal(await page.evaluate(() => history.length), before);
});

pageTest('packets that are too long for an address: it names the one that is shown', {}, async (page) => {
  const long = `4500${(2000).toString(16).padStart(4, '0')}${'00'.repeat(1996)}`;
  await paste(page, [long, long].map((hex) => hex.match(/.{1,32}/g).map((line, row) => `${(row * 16).toString(16).padStart(8, '0')}: ${line.match(/.{1,4}/g).join(' ').padEnd(39)}  ${'.'.repeat(line.length / 2)}`).join('\n')).join('\n'));
  await page.getByRole('grid', { name: 'Packets' }).waitFor();
  await eventually(() => assert.equal(hash(page), `#hex=${long}`));
});
