// Issue 5, item 9: captures, dropped and opened; large ones stay responsive, can be stopped, and are cut honestly.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { eventually, pageTest, shared, useBrowser } from './lib/browser.mjs';
import { byte, detail, drop, dropAll, example, item, paste, shownBytes, tree } from './lib/look.mjs';
import { datagram, many, pcap } from './lib/pcap.mjs';

useBrowser();

const FOLDER = fileURLToPath(new URL('../../../shared/captures/', import.meta.url));
const NAMES = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /\.pcap(ng)?$/.test(name)) : [];

const count = (page) => page.locator('.file-count').textContent();
const selected = (page) => page.$$eval('.packet-line[aria-selected=true]', (lines) => lines.map((line) => Number(line.dataset.packet)));
const grid = (page) => page.getByRole('grid', { name: 'Packets' });
const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

/** The bytes of packets as tshark has them, where its reading of a capture gives them. */
const oracle = (name) => readFileSync(`${FOLDER}${name}.tshark.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

pageTest('real captures: as many packets as tshark sees, of the lengths it sees', { }, async (page) => {
  if (NAMES.length === 0) return console.log('skipped: there is no folder ../shared/captures');
  const wrong = [];
  for (const name of NAMES) {
    const packets = oracle(name);
    await drop(page, name, readFileSync(FOLDER + name));
    await page.locator('.file-name', { hasText: name }).waitFor();
    await eventually(async () => assert.match(await count(page), /packets?$/));
    const told = await count(page);
    if (told !== `${packets.length} ${packets.length === 1 ? 'packet' : 'packets'}`) wrong.push(`${name}: ${told}`);
    await eventually(async () => assert.equal((await shownBytes(page)).length / 2, Math.min(2048, packets[0].cap_len), name));
  }
  assert.deepEqual(wrong, []);
});

pageTest('a capture\'s packets are walked by keys, each with its time', {}, async (page) => {
  await drop(page, 'three.pcap', pcap([0, 1, 2].map((number) => ({ data: datagram(number), time: 1_700_000_000_123_456 + number * 250_000 }))));
  await now([0], () => selected(page));
  assert.match(await page.locator('.packet-head').textContent(), /Packet 1 of 3.*2023-11-14 22:13:20\.123456 UTC/);
  await eventually(async () => assert.deepEqual(await page.locator('.packet-line .cell-time').allTextContents(), ['0.000000', '0.250000', '0.500000']));
  await item(page, 'Source port').click();
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await now(datagram(1).toString('hex'), () => shownBytes(page));
  await page.keyboard.press('End');
  await now(datagram(2).toString('hex'), () => shownBytes(page));
  assert.equal(await detail(page), 'Source port');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.role), 'treeitem'));
});

pageTest('a capture is opened by its button too, gzipped or not', {}, async (page) => {
  const input = page.locator('input[type=file]');
  const file = many(5);
  await input.setInputFiles({ name: 'five.pcap.gz', mimeType: 'application/gzip', buffer: gzipSync(file) });
  await now('5 packets', () => count(page));
  await now(datagram(0).toString('hex'), () => shownBytes(page));
  await page.locator('input[type=file]').setInputFiles({ name: 'five.pcap', mimeType: '', buffer: file });
  await page.locator('.file-name', { hasText: 'five.pcap' }).waitFor();
  await now('5 packets', () => count(page));
});

pageTest('the link type of a capture can be overridden, in the list as well', {}, async (page) => {
  await drop(page, 'two.pcap', many(2));
  await now([0], () => selected(page));
  await eventually(async () => assert.equal((await tree(page))[0][1], 'IPv4'));
  await page.getByLabel('Link type').selectOption('ethernet');
  await eventually(async () => assert.equal((await tree(page))[0][1], 'Ethernet'));
  await eventually(async () => assert.equal(await page.locator('.packet-line .cell-protocol').first().textContent(), 'Ethernet'));
  await drop(page, 'next.pcap', many(3));
  await now('3 packets', () => count(page));
  await eventually(async () => assert.deepEqual(await page.locator('.packet-line .cell-protocol').allTextContents(), ['Ethernet', 'Ethernet', 'Ethernet'], 'and holds for the next file'));
  await page.getByRole('button', { name: 'Back to automatic' }).click();
  await eventually(async () => assert.equal(await page.locator('.packet-line .cell-protocol').first().textContent(), 'UDP'));
});

pageTest('a link type that is not read is said, and the bytes are shown', {}, async (page) => {
  await drop(page, 'wifi.pcap', pcap([{ data: datagram(0) }], 105));
  await eventually(async () => assert.match(await page.locator('.evidence').textContent(), /LINKTYPE 105 is not read here/));
  assert.equal(await shownBytes(page), datagram(0).toString('hex'));
});

pageTest('a packet that the capture cut says how much of it is here', {}, async (page) => {
  await drop(page, 'cut.pcap', pcap([{ data: datagram(0).subarray(0, 40), original: 92 }]));
  await eventually(async () => assert.match(await page.locator('.packet-head').textContent(), /40 of its 92 bytes were captured/));
});

pageTest('a file that was cut short gives all that is whole, and says where it ends', {}, async (page) => {
  await drop(page, 'short.pcap', many(10).subarray(0, -30));
  await now('9 packets', () => count(page));
  await eventually(async () => assert.match(await page.locator('.text-warnings').textContent(), /At byte 996: the file ends here: 108 bytes are needed, and 78 are left\./));
});

pageTest('what is no capture is refused with the reason, and the page goes on', {}, async (page) => {
  await drop(page, 'picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  await eventually(async () => assert.match(await page.locator('.text-warnings').textContent(), /neither pcap nor pcapng|neither a capture/));
  await page.getByRole('button', { name: 'Close the file' }).click();
  assert.equal(await page.locator('#dump').isVisible(), true);
  assert.equal(await page.locator('.byte').count(), 74, 'what was there before');
});

pageTest('the bytes of one packet in a file are read as the command line reads them', {}, async (page) => {
  // All below 128, and so a text to whoever looks at nothing else.
  const plain = Buffer.from('450000140001000040000000' + '0a0000010a000002', 'hex');
  for (const [name, bytes, layer] of [['plain.bin', plain, 'IPv4'], ['datagram.bin', datagram(200), 'IPv4'], ['frame.bin', Buffer.concat([Buffer.from('00005e00530100005e00530a0800', 'hex'), datagram(1)]), 'Ethernet']]) {
    await drop(page, name, bytes);
    await page.locator('.file-name', { hasText: name }).waitFor();
    await now('1 packet', () => count(page));
    await now(bytes.toString('hex'), () => shownBytes(page));
    assert.equal((await tree(page))[0][1], layer);
    assert.match(await page.locator('.file-name').textContent(), /the bytes of one packet, \d+ bytes/);
  }
});

pageTest('bytes that nothing in them says to be a packet are refused, as on the command line, and read if somebody says so', {}, async (page) => {
  const lldp = Buffer.from('0180c200000e00112233445588cc0207040011223344550403054731060200780000', 'hex');
  await drop(page, 'lldp.bin', lldp);
  await eventually(async () => assert.match(await page.locator('.text-warnings').textContent(), /neither a capture \(pcap or pcapng\), nor a dump, nor, by its bytes, one packet\./));
  await page.getByRole('button', { name: 'Read it as an Ethernet frame' }).click();
  await now('1 packet', () => count(page));
  await now(lldp.toString('hex'), () => shownBytes(page));
  assert.equal((await tree(page))[0][1], 'Ethernet');
  assert.equal(await page.getByRole('button', { name: 'Read it as an Ethernet frame' }).count(), 0);
  await drop(page, 'next.bin', datagram(1));
  await eventually(async () => assert.equal((await tree(page))[0][1], 'IPv4', 'and the next file is read by what it is'));
});

/** Files' bytes come once `window.readFiles()` is called: as from a disk that is slow. */
const slowly = (page) => page.evaluate(() => {
  const { arrayBuffer } = File.prototype;
  const ready = new Promise((resolve) => { window.readFiles = resolve; });
  File.prototype.arrayBuffer = async function () {
    await ready;
    return arrayBuffer.call(this);
  };
});

const OTHER = '4500001c000200004011000001010101020202020035003500080000';
const GOING_ON = {
  'typed text': (page) => page.locator('#dump').fill(OTHER),
  'pasted text': (page) => paste(page, OTHER),
  'an example': (page) => example(page, 'DNS query').click(),
  'a text that was cleared': (page) => page.getByRole('button', { name: 'Clear' }).click(),
};

for (const [name, goOn] of Object.entries(GOING_ON)) {
  pageTest(`what was done last stays, whatever comes later of what was done before: ${name}`, {}, async (page) => {
    await slowly(page);
    await drop(page, 'late.txt', Buffer.from(datagram(3).toString('hex')));
    await goOn(page);
    const text = await page.locator('#dump').inputValue();
    await page.evaluate(() => window.readFiles());
    const said = page.locator('.overtaken');
    assert.match(await said.textContent(), /^late\.txt was not opened: you went on before it had been read\./);
    // The file has been read by now, and its text would be there.
    await page.evaluate(() => new File(['x'], 'x').arrayBuffer().then(() => new Promise((resolve) => setTimeout(resolve))));
    assert.equal(await page.locator('#dump').inputValue(), text);
    await said.getByRole('button', { name: 'Open it' }).click();
    await now(datagram(3).toString('hex'), () => shownBytes(page));
    assert.equal(await said.count(), 0);
  });
}

/** What waits for so many milliseconds waits for ever, or not at all. */
const timers = (page, milliseconds, ever) => page.evaluate(([at, never]) => {
  const { setTimeout } = window;
  window.setTimeout = (call, delay, ...rest) => (delay !== at ? setTimeout(call, delay, ...rest) : never ? 0 : setTimeout(call, 0));
}, [milliseconds, ever]);

pageTest('a long text is read beside the page, which goes on to show what was there until a packet has come', {}, async (page) => {
  const line = `${datagram(7).toString('hex')}\n\n`;
  await paste(page, line.repeat(Math.floor(50_000 / line.length)));
  assert.equal(await page.locator('#dump').isVisible(), true, '50 kB are short');
  await now(datagram(7).toString('hex'), () => shownBytes(page));
  await example(page, 'DNS query').click();
  // So slow a machine that the page does without a packet is not meant here.
  await timers(page, 250, true);
  await page.evaluate(() => {
    window.empty = 0;
    new MutationObserver(() => { window.empty += document.querySelector('.byte') === null ? 1 : 0; }).observe(document.body, { childList: true, subtree: true });
  });
  await paste(page, line.repeat(Math.ceil(50_001 / line.length)));
  await now('269 packets', () => count(page));
  await now(datagram(7).toString('hex'), () => shownBytes(page));
  assert.equal(await page.evaluate(() => window.empty), 0);
});

pageTest('a file whose first packet is late shows how far it is', {}, async (page) => {
  await timers(page, 250, false);
  await page.evaluate(() => {
    Worker.prototype.postMessage = () => {};
  });
  await drop(page, 'slow.pcap', many(3));
  await now('0 packets so far …', () => count(page));
  assert.equal(await page.locator('.byte').count(), 0, 'and not what was there before');
});

pageTest('of several files the first is shown, and each of the others once it is asked for', {}, async (page) => {
  const text = '4500001400010000400000000a0000010a000002';
  await dropAll(page, [['two.pcap', many(2)], ['dump.txt', text], ['packet.bin', datagram(7)]]);
  const shelf = page.getByRole('group', { name: 'Files' });
  const pressed = () => shelf.locator('[aria-pressed=true]').allTextContents();
  await now('2 packets', () => count(page));
  assert.deepEqual(await shelf.getByRole('button').allTextContents(), ['two.pcap', 'dump.txt', 'packet.bin']);
  assert.match(await shelf.textContent(), /3 files, shown one at a time/);
  assert.deepEqual(await pressed(), ['two.pcap']);
  await shelf.getByRole('button', { name: 'dump.txt' }).click();
  await now(text, () => shownBytes(page));
  await now(['dump.txt'], pressed);
  assert.equal(await page.locator('#dump').inputValue(), text);
  await example(page, 'ARP').click();
  await now([], pressed);
  await shelf.getByRole('button', { name: 'packet.bin' }).click();
  await now(datagram(7).toString('hex'), () => shownBytes(page));
  await now(['packet.bin'], pressed);
  await paste(page, text);
  await eventually(async () => assert.equal(await shelf.count(), 0));
});

pageTest('a file that is gone by the time it is chosen is told of', {}, async (page, t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drywire-captures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [there, gone] = ['there.txt', 'gone.txt'].map((name) => join(folder, name));
  for (const file of [there, gone]) writeFileSync(file, '4500001400010000400000000a0000010a000002');
  await page.locator('input[type=file]').setInputFiles([there, gone]);
  const chip = page.getByRole('group', { name: 'Files' }).getByRole('button', { name: 'gone.txt' });
  await chip.waitFor();
  rmSync(gone);
  await chip.click();
  await page.locator('.file-name', { hasText: 'gone.txt' }).waitFor();
  await eventually(async () => assert.match(await page.locator('.text-warnings').textContent(), /moved since it was chosen; choose it again/));
  // So it is with a folder, which has a length.
  await page.evaluate(() => { File.prototype.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError')); });
  await drop(page, 'folder', Buffer.alloc(4096));
  await page.locator('.file-name', { hasText: 'folder' }).waitFor();
});

pageTest('an empty file is told of, and so is a capture without packets', {}, async (page) => {
  await drop(page, 'empty.pcap', Buffer.alloc(0));
  await eventually(async () => assert.match(await page.locator('.text-warnings').textContent(), /nothing in|empty/));
  await drop(page, 'none.pcap', many(0));
  await page.locator('.file-name', { hasText: 'none.pcap' }).waitFor();
  await now('0 packets', () => count(page));
});

pageTest('a text in a file goes into the field, in the encoding of Windows as well', {}, async (page) => {
  const text = '0000  45 00 00 14 00 01 00 00 40 00 00 00 0a 00 00 01\n0010  0a 00 00 02\n';
  await drop(page, 'dump.txt', Buffer.from(`\ufeff${text}`, 'utf16le'));
  await now('4500001400010000400000000a0000010a000002', () => shownBytes(page));
  assert.equal(await page.locator('#dump').inputValue(), text.trimEnd());
});

pageTest('a text of thousands of packets is read beside the page', {}, async (page) => {
  const one = (number) => [...datagram(number).toString('hex').matchAll(/.{1,32}/g)].map(([line], row) => `${(row * 16).toString(16).padStart(4, '0')}  ${line.match(/../g).join(' ')}`).join('\n');
  await drop(page, 'dumps.txt', Buffer.from(Array.from({ length: 3000 }, (_, number) => one(number)).join('\n\n')));
  await now('3,000 packets', () => count(page));
  await now(datagram(0).toString('hex'), () => shownBytes(page));
});

pageTest('a text that is pasted is in the field, or read beside the page where it is long', {}, async (page) => {
  const one = datagram(0, 400).toString('hex').match(/.{1,32}/g).map((line, row) => `${(row * 16).toString(16).padStart(4, '0')}  ${line}`).join('\n');
  await paste(page, Array.from({ length: 40 }, () => one).join('\n\n'));
  await eventually(async () => assert.match(await page.locator('.count').textContent(), /^40 packets/));
  await paste(page, Array.from({ length: 200 }, () => one).join('\n\n'));
  await page.locator('.file-name', { hasText: 'pasted text' }).waitFor();
  await now('200 packets', () => count(page));
  await now(datagram(0, 400).toString('hex'), () => shownBytes(page));
});

pageTest('pasted text takes the place of a file', {}, async (page) => {
  await drop(page, 'two.pcap', many(2));
  await now('2 packets', () => count(page));
  await paste(page, '4500001400010000400000000a0000010a000002');
  await eventually(async () => assert.equal(await page.locator('.file-card').count(), 0));
  assert.equal(await page.locator('.byte').count(), 20);
});

/**
 * The longest task of the page's own thread while something goes on, in milliseconds of processor time: for so long nobody is let
 * in. On a machine that does much else at the same time, even a page that does nothing has to wait for its turn.
 */
async function longestTask(page, goesOn) {
  await shared.browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await goesOn();
  const { traceEvents } = JSON.parse(String(await shared.browser.stopTracing()));
  const place = ({ pid, tid }) => `${pid} ${tid}`;
  const threads = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(place));
  const tasks = traceEvents.filter((event) => event.ph === 'X' && threads.has(place(event)));
  assert.ok(tasks.length > 10, 'the page did something');
  return Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000;
}

/** What nobody feels, in milliseconds; on a slow machine, a few times what it takes to open the page there. */
async function responsive(page) {
  opening ??= await longestTask(page, async () => {
    await page.reload();
    await page.getByRole('tree').waitFor();
  });
  return Math.max(200, 5 * opening);
}

let opening;

pageTest('20,000 packets: the page stays responsive, and only what is in view is drawn', {}, async (page, t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drywire-captures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'large.pcap'), many(20_000, 400));
  const most = await responsive(page);
  const reading = await longestTask(page, async () => {
    await page.locator('input[type=file]').setInputFiles(join(folder, 'large.pcap'));
    await now('20,000 packets', () => count(page));
  });
  assert.ok(reading < most, `${Math.round(reading)} ms while it is read`);
  assert.equal(page.workers().length, 1, 'it is read beside the page');
  assert.ok((await page.locator('.packet-line').count()) < 60);
  assert.equal(await grid(page).getAttribute('aria-rowcount'), '20001');
  const scrolling = await longestTask(page, async () => {
    for (const part of [0.2, 0.9, 0.5, 1]) {
      await grid(page).evaluate((element, share) => { element.scrollTop = (element.scrollHeight - element.clientHeight) * share; }, part);
      await eventually(async () => assert.ok((await page.locator('.packet-line .cell-protocol:text-is("UDP")').count()) > 5));
    }
  });
  assert.ok(scrolling < most, `${Math.round(scrolling)} ms while it is scrolled`);
  await page.locator('.packet-line').last().click();
  await now(datagram(19_999, 400).toString('hex'), () => shownBytes(page));
  await grid(page).focus();
  await page.keyboard.press('Home');
  await now([0], () => selected(page));
  await byte(page, 9).click();
  assert.equal(await detail(page), 'Protocol');
});

pageTest('what is pasted, of whatever length, does not keep the page from hearing', {}, async (page) => {
  const one = (length) => datagram(1, length).toString('hex');
  const most = (await responsive(page)) / 2;
  for (const [name, text] of [['many short packets', `${one(40)}\n\n`.repeat(330)], ['one long packet', one(24_900)], ['more than is shown in the field', one(60_000)]]) {
    const pasting = await longestTask(page, async () => {
      await paste(page, text);
      await now(text.trimEnd().slice(0, 136), async () => (await shownBytes(page)).slice(0, 136));
      await eventually(async () => assert.equal(await page.locator('.byte').count(), text.startsWith(one(40)) ? 68 : 2048));
    });
    assert.ok(pasting < most, `${name}: ${Math.round(pasting)} ms, and ${Math.round(most)} at most`);
  }
});

pageTest('of many conversations some are listed, and others when they are asked for', {}, async (page) => {
  const most = await responsive(page);
  await drop(page, 'many.pcap', many(450));
  await now('450 packets', () => count(page));
  const listing = await longestTask(page, async () => {
    await page.getByRole('button', { name: 'Conversations', exact: true }).click();
    await now(200, () => page.locator('.conversations tbody tr').count());
  });
  assert.ok(listing < most, `${Math.round(listing)} ms`);
  assert.match(await page.locator('.conversations-more').textContent(), /and 250 more/);
  await page.getByRole('button', { name: 'Show 200 more' }).click();
  await now(400, () => page.locator('.conversations tbody tr').count());
  await page.getByRole('button', { name: 'Show 50 more' }).click();
  await now(450, () => page.locator('.conversations tbody tr').count());
  assert.equal(await page.locator('.conversations-more').count(), 0);
});

pageTest('reading can be stopped, and what was read stays', {}, async (page) => {
  // Pressed in the page itself: from out here, all would have been read by then.
  await page.evaluate((head) => {
    const bytes = Uint8Array.from(atob(head), (letter) => letter.charCodeAt(0));
    const records = bytes.subarray(24);
    const file = new File([bytes.subarray(0, 24), ...Array.from({ length: 3000 }, () => records)], 'endless.pcap');
    const data = new DataTransfer();
    data.items.add(file);
    const timer = setInterval(() => {
      const button = document.querySelector('.file-progress button');
      if (button === null || !/^[1-9]/.test(document.querySelector('.file-count').textContent)) return;
      clearInterval(timer);
      button.click();
    });
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, many(200, 300).toString('base64'));
  await eventually(async () => assert.match(await count(page), /packets were read before it was stopped/));
  const read = Number((await count(page)).replace(/ .*/, '').replaceAll(',', ''));
  assert.ok(read > 0 && read < 600_000, `${read} of 600,000`);
  await grid(page).focus();
  await page.keyboard.press('End');
  await now([read - 1], () => selected(page));
  assert.equal(await page.getByRole('button', { name: 'Stop', exact: true }).count(), 0);
});

test('captures are there', { skip: NAMES.length === 0 && 'there is no folder ../shared/captures' }, () => assert.ok(NAMES.length >= 30));

/** A TCP segment over IPv4: who sends it, its flags, numbers and data. */
function segment(fromLeft, flags, seq, ack, text = '') {
  const data = Buffer.alloc(40 + text.length);
  data.set([0x45, 0, 0, data.length, 0, 0, 0x40, 0, 64, 6]);
  data.set([10, 0, 0, fromLeft ? 1 : 2, 10, 0, 0, fromLeft ? 2 : 1], 12);
  data.writeUInt16BE(fromLeft ? 40_000 : 80, 20);
  data.writeUInt16BE(fromLeft ? 80 : 40_000, 22);
  data.writeUInt32BE(seq, 24);
  data.writeUInt32BE(ack, 28);
  data.set([0x50, flags, 0xff, 0xff], 32);
  data.write(text, 40, 'latin1');
  return data;
}

const [SYN, ACK, PSH] = [2, 16, 8];
const TALK = pcap([
  segment(true, SYN, 100, 0), segment(false, SYN | ACK, 500, 101), segment(true, ACK, 101, 501),
  segment(true, PSH | ACK, 101, 501, 'GET / HTTP/1.1\r\n\r\n'), segment(true, PSH | ACK, 101, 501, 'GET / HTTP/1.1\r\n\r\n'),
  segment(false, PSH | ACK, 501, 119, 'HTTP/1.1 200 OK\r\n\r\n<b>hello</b>'),
  // 100 bytes of the answer were not captured; the acknowledgment shows that they arrived.
  segment(false, PSH | ACK, 632, 119, 'the end'), segment(true, ACK, 119, 639),
  datagram(1),
].map((data, index) => ({ data, time: 1_700_000_000_000_000 + index * 20_000 })));

pageTest('conversations: who, how much, how well; what was said in each; a gap is a gap', {}, async (page) => {
  await drop(page, 'talk.pcap', TALK);
  await now('9 packets', () => count(page));
  await eventually(async () => assert.deepEqual(await page.locator('.packet-line .finding').allTextContents(), ['retransmission', 'lost segment', 'ack lost segment']));
  await page.getByRole('button', { name: 'Conversations', exact: true }).click();
  const rows = () => page.$$eval('.conversations tbody tr', (lines) => lines.map((line) => [...line.children].slice(0, 9).map((cell) => cell.textContent)));
  await now([
    ['TCP', '10.0.0.1:40000', '10.0.0.2:80', '5 → ← 3', '236 → ← 158', '0.000000', '0.140 s', '16.7%', 'established'],
    ['UDP', '10.0.0.1:1025', '10.0.0.2:9999', '1 → ← 0', '92 → ← 0', '0.160000', '0.000 s', '–', ''],
  ], rows);
  await page.getByRole('button', { name: 'First packet of UDP' }).click();
  await now(datagram(1).toString('hex'), () => shownBytes(page));
  await page.getByRole('button', { name: 'Follow TCP' }).click();
  await eventually(async () => assert.deepEqual(await page.$$eval('.turn', (turns) => turns.map((turn) => [turn.dataset.side, ...[...turn.querySelectorAll('pre, .gap')].map((part) => part.textContent)])), [
    ['0', 'GET / HTTP/1.1\n\n'],
    ['1', 'HTTP/1.1 200 OK\n\n<b>hello</b>', '100 bytes were not captured', 'the end'],
  ]));
  assert.equal(await page.locator('.turn b').count(), 0, 'what was said is text, whatever it says');
  await page.getByRole('button', { name: 'In hex' }).click();
  await eventually(async () => assert.match(await page.locator('.turn pre').first().textContent(), /^4745 5420/));
  await page.locator('.turn').nth(1).getByRole('button', { name: 'packet 6' }).click();
  await eventually(async () => assert.match(await page.locator('.packet-head').textContent(), /Packet 6 of 9/));
  await page.getByRole('button', { name: 'Back to the conversations' }).press('Enter');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Follow TCP 10.0.0.1:40000 and 10.0.0.2:80', 'the focus is where it was'));
  await page.getByRole('button', { name: 'Packets', exact: true }).click();
  await now([5], () => selected(page));
});
