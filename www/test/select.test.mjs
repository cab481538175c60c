// Issue 2, item 6: a field lights its bytes and bits, and a byte its fields; problems stand at their field.
import assert from 'node:assert/strict';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { bits, byte, detail, example, item, litBytes, litItems } from './lib/look.mjs';

useBrowser();

const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

pageTest('pointing at a field lights its bytes and bits, until the pointer goes', {}, async (page) => {
  await item(page, 'Window').hover();
  await now(['48', '49'], () => litBytes(page, 'passing'));
  assert.deepEqual(await litItems(page, 'passing'), ['Window']);
  assert.equal(await bits(page), '11111010 11110000');
  assert.equal(await detail(page), 'Window');
  await page.mouse.move(2, 2);
  await now([], () => litBytes(page, 'passing'));
  assert.equal(await detail(page), 'Synchronise (SYN)', 'what is selected comes back');
});

pageTest('selecting a field lights the same, and it stays', {}, async (page) => {
  await item(page, 'Source address').click();
  await page.mouse.move(2, 2);
  await now(['26', '27', '28', '29'], () => litBytes(page, 'chosen'));
  assert.deepEqual(await litItems(page, 'chosen'), ['Source address']);
  assert.equal(await item(page, 'Source address').getAttribute('aria-selected'), 'true');
  assert.equal(await byte(page, 26).getAttribute('aria-selected'), 'true');
  assert.equal(await byte(page, 30).getAttribute('aria-selected'), 'false');
});

pageTest('a field that has some bits of a byte lights those bits alone', {}, async (page) => {
  await item(page, 'Version').click();
  await now(['14*'], () => litBytes(page, 'chosen'));
  assert.equal(await bits(page), '0100....');
  await item(page, 'Fragment offset').click();
  await now(['20*', '21'], () => litBytes(page, 'chosen'));
  assert.equal(await bits(page), '...00000 00000000');
  const drawn = await byte(page, 20).evaluate((cell) => [cell.style.getPropertyValue('--from'), cell.style.getPropertyValue('--to')]);
  assert.deepEqual(drawn, ['37.5%', '100%'], 'the lower five of eight');
});

pageTest('pointing at a byte lights each field that has bits in it', {}, async (page) => {
  await byte(page, 14).hover();
  await now(['Version', 'Header length'], () => litItems(page, 'passing'));
  await byte(page, 38).hover();
  await now(['Sequence number'], () => litItems(page, 'passing'));
  assert.deepEqual(await litBytes(page, 'passing'), ['38', '39', '40', '41'], 'and with the field all of its bytes');
});

pageTest('pointing at a character does as its byte does', {}, async (page) => {
  await page.locator('.chars [data-byte="17"]').hover();
  await now(['Total length'], () => litItems(page, 'passing'));
});

pageTest('selecting a byte selects its fields, and shows how they share it', {}, async (page) => {
  await byte(page, 15).click();
  await now(['Differentiated services (DSCP)', 'Congestion notification (ECN)'], () => litItems(page, 'chosen'));
  assert.equal(await detail(page), 'Byte 15');
  assert.deepEqual(await page.$$eval('.detail .part-label', (labels) => labels.map((label) => label.textContent)),
    ['Differentiated services (DSCP)', 'Congestion notification (ECN)']);
  await page.locator('.detail .bit').nth(7).click();
  await now(['Congestion notification (ECN)'], () => litItems(page, 'chosen'));
  assert.equal(await bits(page), '......00', 'a bit selects the field it belongs to');
});

pageTest('a field in a closed group lights the group, and opens it when selected', {}, async (page) => {
  await byte(page, 20).hover();
  await now(['Flags', 'Fragment offset'], () => litItems(page, 'passing'));
  await byte(page, 20).click();
  await now(['Reserved', 'Don\'t fragment', 'More fragments', 'Fragment offset'], () => litItems(page, 'chosen'));
});

pageTest('a layer of the map lights all of its bytes', {}, async (page) => {
  await page.locator('.segment', { hasText: 'Ethernet' }).click();
  await now(Array.from({ length: 14 }, (_, index) => String(index)), () => litBytes(page, 'chosen'));
});

pageTest('layers are told apart without colour', {}, async (page) => {
  await example(page, 'ARP').click();
  const look = (offset) => byte(page, offset).evaluate((cell) => getComputedStyle(cell).borderBottomStyle);
  assert.deepEqual([await look(0), await look(14), await look(42)], ['solid', 'dashed', 'double']);
  await example(page, 'TCP SYN').click();
  assert.equal(await look(40), 'dotted');
  const legend = await page.$$eval('.segment', (segments) => segments.map((segment) => getComputedStyle(segment).borderBottomStyle));
  assert.deepEqual(legend, ['solid', 'dashed', 'dotted'], 'and the map is the key to them');
  assert.match(await byte(page, 14).getAttribute('aria-label'), /^45, byte 14, IPv4: Version, Header length$/);
});

pageTest('Wireshark\'s names are there when asked for, and can be copied', {}, async (page) => {
  assert.equal(await page.locator('.item-name').count(), 0);
  const toggle = page.getByRole('button', { name: 'Wireshark names' });
  await toggle.click();
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  assert.equal(await item(page, 'Destination port').locator('.item-name').textContent(), 'tcp.dstport');
  await item(page, 'Destination port').click();
  await page.locator('.detail .filter').click();
  await now('tcp.dstport', () => page.evaluate(() => navigator.clipboard.readText()));
});

pageTest('a problem stands at its field, with what to do', {}, async (page) => {
  await example(page, 'Broken').click();
  const checksum = item(page, 'Header checksum').locator('.field-problem');
  assert.match(await checksum.textContent(), /^The checksum is 0x3230 and the bytes give 0x3330\. The bytes were changed after it was computed/);
  assert.equal(await checksum.locator('svg').count(), 1, 'a sign besides the colour');
  const total = item(page, 'Total length').locator('.field-problem');
  assert.match(await total.textContent(), /cut short, or the length lies\. Check that the end of the packet was copied/);
});

pageTest('problems are listed on top, and lead to their field', {}, async (page) => {
  await example(page, 'Broken').click();
  assert.equal(await page.locator('.problems h3').textContent(), '3 problems');
  assert.match(await page.getByRole('status').filter({ hasText: 'bytes read' }).textContent(), /^66 bytes read: Ethernet, IPv4, TCP; 3 problems\.$/);
  await item(page, 'TCP').locator('.twist').click();
  assert.match(await item(page, 'TCP').textContent(), /1 problem inside/, 'a closed layer says that it hides one');
  await page.locator('.problems li', { hasText: 'option 3' }).getByRole('button').click();
  await now(['Kind'], () => litItems(page, 'chosen'));
  await eventually(async () => assert.match(await page.evaluate(() => document.activeElement.textContent), /option 3 has a length of 1/i));
});
