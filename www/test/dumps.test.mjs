// Issue 5, item 9: whatever people paste, read to the right bytes, with how it was read; and refused where it was cut short.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { byte, item, litBytes, paste, shownBytes } from './lib/look.mjs';

useBrowser();

const FOLDER = new URL('../../tests/dumps/', import.meta.url);
const dump = (name) => readFileSync(fileURLToPath(new URL(name, FOLDER)), 'utf8');

/** The format that each sample is said to be in. */
const FORMATS = {
  '01': 'hex', '02': 'hex', '03': 'hex', '04': 'xxd', '05': 'xxd', '06': 'xxd -b', '07': 'C array', '08': 'hex', '09': 'hex', 10: 'hex',
  11: 'hex', 12: 'hex', 13: 'percent-encoded', 14: 'list of 0x numbers', 15: 'C array', 16: 'Go slice', 17: 'C string', 18: 'C string',
  19: 'Python bytes', 20: 'tshark -x, Wireshark’s copy', 21: 'tcpdump -x, -X', 22: 'tcpdump -x, -X', 23: 'tcpdump -x, -X',
  24: 'tcpdump -x, -X', 25: 'hexdump -C', 26: 'hexdump', 27: 'od', 28: 'od', 29: 'od', 30: 'base64', 31: 'data URL', 32: 'Node.js Buffer',
  34: 'Uint8Array', 35: 'Buffer as JSON', 36: 'tshark -T json', 37: 'PDML (tshark -T pdml)', 38: 'text2pcap input',
  39: 'tshark -x, Wireshark’s copy', 40: 'Cisco memory dump', 41: 'hexyl',
};

const SAMPLES = dump('expected.tsv').trim().split('\n').slice(1).map((line) => line.split('\t'));

/** What the page says that it took the text for. */
const said = (page) => page.getByLabel('Read as').evaluate((element) => element.selectedOptions[0].textContent);

pageTest('all of the samples are read to the bytes that they stand for, and it says how', {}, async (page) => {
  assert.equal(SAMPLES.length, 41);
  const wrong = [];
  for (const [name, bytes] of SAMPLES) {
    if (bytes === '') continue;
    await page.getByRole('button', { name: 'Clear' }).click();
    await paste(page, dump(name));
    await page.locator('.byte').first().waitFor();
    const shown = await shownBytes(page);
    const format = await said(page);
    if (shown !== bytes) wrong.push(`${name}: ${shown}`);
    if (format !== `Automatic: ${FORMATS[name.slice(0, 2)]}`) wrong.push(`${name}: ${format}`);
  }
  assert.deepEqual(wrong, []);
});

pageTest('a dump that its printer cut short is refused, with the reason and the place', {}, async (page) => {
  const text = dump('33-node-buffer-cut.txt');
  await paste(page, text);
  const message = page.getByRole('alert');
  assert.match(await message.textContent(), /Column 159: What printed this left out 28 more: print all of it\. *In Node\.js/);
  assert.match(await page.locator('.stale').textContent(), /last packet that could be read/);
  await message.getByRole('button', { name: 'Show it in the text' }).click();
  const selected = await page.locator('#dump').evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(selected, '... 28');
});

pageTest('words of a little-endian machine are swapped, and it says so', {}, async (page) => {
  await paste(page, dump('26-hexdump.txt'));
  assert.match(await page.locator('.text-warnings').textContent(), /words of a little-endian machine/);
  assert.equal(await page.locator('.text-warnings .grave').count(), 0);
});

pageTest('lines that may be missing are a warning, with its place', {}, async (page) => {
  await paste(page, dump('25-hexdump-C.txt').slice(0, 150));
  const warning = page.locator('.text-warnings .grave', { hasText: 'more lines may be missing' });
  assert.match(await warning.textContent(), /Line 2, column 1: the line with the last offset is not here/);
  await warning.getByRole('button').click();
  const { start } = await page.locator('#dump').evaluate((field) => ({ start: field.selectionStart }));
  assert.equal(start, dump('25-hexdump-C.txt').indexOf('\n') + 1, 'the last line that is there');
});

pageTest('another format can be chosen, and gives way to the next text', {}, async (page) => {
  const select = page.getByLabel('Read as');
  await paste(page, '4500001400010000');
  assert.match(await page.locator('.text-warnings').textContent(), /can be base64 as well/);
  await select.selectOption('base64');
  assert.equal(await shownBytes(page), Buffer.from('4500001400010000', 'base64').toString('hex'));
  await paste(page, dump('04-xxd.txt'));
  await eventually(async () => assert.equal(await said(page), 'Automatic: xxd'));
  await select.selectOption('pdml');
  await page.getByRole('alert').waitFor();
});

pageTest('it says what speaks for the first layer and what is next, and takes another', {}, async (page) => {
  await paste(page, dump('22-tcpdump-X.txt'));
  const evidence = page.locator('.evidence');
  assert.match(await evidence.textContent(), /The bytes speak for Raw IP \(90 of 100\), and for no other\./);
  await page.getByLabel('Link type').selectOption('ethernet');
  assert.match(await evidence.textContent(), /Chosen by hand\. The bytes speak for Raw IP \(90 of 100\)\./);
  assert.equal(await item(page, 'Ethernet').count(), 1);
  await evidence.getByRole('button', { name: 'Back to automatic' }).click();
  await eventually(async () => assert.equal(await item(page, 'Ethernet').count(), 0));
});

/** What the marks of a name cover in the text. */
const marked = (page, name) => page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map(String), name);

pageTest('a field leads to its bytes in the text, and a place in the text to its byte', {}, async (page) => {
  await paste(page, dump('22-tcpdump-X.txt'));
  await item(page, 'Source address').click();
  await eventually(async () => assert.deepEqual(await marked(page, 'dump-chosen'), ['ca6c 57a5']));
  await item(page, 'Sequence number').hover();
  await eventually(async () => assert.deepEqual(await marked(page, 'dump-passing'), ['f351 f158']));
  await byte(page, 15).click();
  await eventually(async () => assert.deepEqual(await marked(page, 'dump-chosen'), ['ca6c 57a5'], 'a byte lights its field'));
  const at = dump('22-tcpdump-X.txt').indexOf('35de');
  await page.locator('#dump').evaluate((field, place) => {
    field.focus();
    field.setSelectionRange(place, place);
  }, at);
  await page.keyboard.press('ArrowRight');
  await eventually(async () => assert.deepEqual(await litBytes(page, 'chosen'), ['16', '17', '18', '19']));
});

pageTest('the marks lie behind the letters they mark', {}, async (page) => {
  await paste(page, dump('38-text2pcap.txt'));
  const [mirror, field] = await page.evaluate(() => ['.mirror', '#dump'].map((name) => {
    const element = document.querySelector(name);
    const { font, lineHeight, padding, whiteSpace, overflowWrap, letterSpacing, tabSize } = getComputedStyle(element);
    return { font, lineHeight, padding, whiteSpace, overflowWrap, letterSpacing, tabSize, width: element.clientWidth, height: element.clientHeight };
  }));
  assert.deepEqual(mirror, field);
});
