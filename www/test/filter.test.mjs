// Issue 5, items 8 and 9: Wireshark's display filters over the list, of a text and of a capture.
import assert from 'node:assert/strict';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { drop, paste, shownBytes } from './lib/look.mjs';
import { datagram, many } from './lib/pcap.mjs';

useBrowser();

const PACKETS = [datagram(0, 8), Buffer.from('4500001400020000400000000a0000010a000002', 'hex'), datagram(1, 8)];
const TEXT = PACKETS.map((data) => data.toString('hex').match(/.{1,32}/g).map((line, row) => `${(row * 16).toString(16).padStart(4, '0')}  ${line.match(/../g).join(' ')}`).join('\n')).join('\n\n');

const numbers = (page) => page.locator('.packet-line .cell-no').allTextContents();
const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));
const filter = (page, text) => page.getByLabel('Filter').fill(text);
const passing = (page) => page.locator('.filter-count').textContent();

pageTest('a filter leaves the packets that pass; without it all are back', {}, async (page) => {
  await paste(page, TEXT);
  await now(['1', '2', '3'], () => numbers(page));
  await filter(page, 'udp');
  await now(['1', '3'], () => numbers(page));
  assert.equal(await passing(page), '2 of 3');
  await page.getByRole('grid', { name: 'Packets' }).focus();
  await page.keyboard.press('ArrowDown');
  await now(PACKETS[2].toString('hex'), () => shownBytes(page));
  await filter(page, 'udp.dstport == 9999 && ip.src == 10.0.0.0/8');
  await now(['3'], () => numbers(page));
  await filter(page, 'tcp');
  await eventually(async () => assert.match(await page.locator('.packets').textContent(), /No packet passes this filter/));
  await page.getByRole('button', { name: 'Show all' }).click();
  await now(['1', '2', '3'], () => numbers(page));
  assert.equal(await page.getByLabel('Filter').inputValue(), '');
  await page.locator('.packet-line').first().click();
  await now(PACKETS[0].toString('hex'), () => shownBytes(page));
  await filter(page, '!udp || udp.dstport == 9999');
  await now(['2', '3'], () => numbers(page));
  await page.getByRole('grid', { name: 'Packets' }).focus();
  await page.keyboard.press('ArrowDown');
  await now(PACKETS[1].toString('hex'), () => shownBytes(page));
});

pageTest('a filter that is none says why, and leaves all', {}, async (page) => {
  await paste(page, TEXT);
  await filter(page, 'udp.dstport == ');
  const fault = page.locator('#filter-fault');
  await fault.waitFor();
  assert.match(await fault.textContent(), /at character \d+/i);
  assert.equal(await page.getByLabel('Filter').getAttribute('aria-invalid'), 'true');
  await now(['1', '2', '3'], () => numbers(page));
  await page.getByLabel('Filter').press('Escape');
  await eventually(async () => assert.equal(await fault.count(), 0));
});

pageTest('a large capture is filtered beside the page; keys walk what passes', {}, async (page) => {
  await drop(page, 'large.pcap', many(20_000));
  await eventually(async () => assert.match(await page.locator('.file-count').textContent(), /^20,000 packets$/));
  await filter(page, 'udp.dstport == 7777');
  await now('6,667 of 20,000', () => passing(page));
  const grid = page.getByRole('grid', { name: 'Packets' });
  assert.equal(await grid.getAttribute('aria-rowcount'), '6668');
  await grid.focus();
  await page.keyboard.press('End');
  await now(datagram(19_998).toString('hex'), () => shownBytes(page));
  await page.keyboard.press('ArrowUp');
  await now(datagram(19_995).toString('hex'), () => shownBytes(page));
  await page.getByLabel('Link type').selectOption('ethernet');
  await now('0 of 20,000', () => passing(page));
});

pageTest('a filter that stands there already holds for the next file', {}, async (page) => {
  await drop(page, 'one.pcap', many(10));
  await filter(page, 'udp.dstport == 7777');
  await now(['1', '4', '7', '10'], () => numbers(page));
  await drop(page, 'two.pcap', many(5));
  await now(['1', '4'], () => numbers(page));
});
