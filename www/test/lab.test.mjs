// Issue 4, item 5: the TCP lab. Presets, packets dropped by hand, time, and UDP beside TCP.
import assert from 'node:assert/strict';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { choose, clock, field, hash, now, outcome, packet, preset, settled, states, transitions } from './lib/lab.mjs';

useBrowser();

const OPEN = { hash: '#lab' };
const button = (page, name) => page.getByRole('button', { name, exact: true });

/** Each preset, and what of it has to be seen: RFC sections as the page names them. */
const PRESETS = [
  ['Three-way handshake', /RFC 9293 3\.5/, async (page) => {
    assert.deepEqual(await states(page), ['ESTABLISHED', 'ESTABLISHED']);
    assert.equal(await page.locator('.arrow').count(), 3);
  }],
  ['Simultaneous open', /RFC 9293 3\.5, figure 7/, async (page) => {
    for (const side of ['Left', 'Right']) assert.ok((await transitions(page, side)).includes('SYN-SENT → SYN-RECEIVED'), side);
  }],
  ['Fast retransmit', /RFC 5681 3\.2/, async (page) => {
    assert.equal(await page.locator('.arrow.lost').count(), 1);
    assert.deepEqual(await outcome(page, 'Sent again'), ['1']);
    assert.deepEqual(await outcome(page, 'Delivered to the right'), ['40,000 bytes, 100%']);
  }],
  ['Tail loss', /RFC 8985 7/, async (page) => {
    assert.equal(await page.locator('.arrow.lost').count(), 1);
    assert.deepEqual(await outcome(page, 'Delivered to the right'), ['10,000 bytes, 100%']);
  }],
  ['Zero window', /RFC 9293 3\.8\.6\.1/, async (page) => {
    await page.getByText('The same as a table').click();
    const windows = await page.$$eval('.table-scroll tbody tr', (rows) => rows.map((row) => row.children[4].textContent));
    assert.ok(windows.includes('0'), windows.join(' '));
  }],
  ['Half close', /RFC 9293 3\.6/, async (page) => {
    assert.ok((await transitions(page, 'Left')).includes('FIN-WAIT-1 → FIN-WAIT-2'));
    assert.ok((await transitions(page, 'Right')).includes('ESTABLISHED → CLOSE-WAIT'));
  }],
  ['Spurious timeout', /RFC 5682/, async (page) => {
    assert.deepEqual(await outcome(page, 'Lost on the way'), ['0']);
    assert.notDeepEqual(await outcome(page, 'Sent again'), ['0']);
  }],
  ['Bulk transfer', /RFC 9438/, async (page) => {
    assert.deepEqual(await outcome(page, 'Delivered to the right'), ['1,000,000 bytes, 100%']);
    assert.notDeepEqual(await outcome(page, 'Lost on the way'), ['0']);
  }],
];

for (const [label, rfc, look] of PRESETS) {
  pageTest(`preset: ${label}`, OPEN, async (page) => {
    await settled(page);
    await preset(page, label);
    assert.match(await page.locator('.lab-look').textContent(), rfc);
    await eventually(() => look(page));
  });
}

pageTest('a packet is dropped by a click, and let through by another', { hash: '#lab?preset=handshake' }, async (page) => {
  await settled(page);
  await packet(page, 'right', 1).locator('.arrow-hit').click();
  await now('true', () => packet(page, 'right', 1).getAttribute('aria-pressed'));
  await eventually(async () => assert.ok(await page.locator('.arrow.again').count() > 0, 'RFC 9293 3.8.1: the SYN is sent again'));
  await eventually(() => assert.equal(hash(page), '#lab?preset=handshake&dropBack=1'));
  assert.match(await page.locator('.arrow.lost .arrow-reason').textContent(), /^ lost: on the list$/, 'in words');
  await packet(page, 'right', 1).locator('.arrow-words').click();
  await now(3, () => page.locator('.arrow').count());
  await eventually(() => assert.equal(hash(page), '#lab?preset=handshake'));
});

pageTest('all by keyboard: to the ladder, along it, drop, let through, step, play', { hash: '#lab?preset=handshake' }, async (page) => {
  await settled(page);
  for (let tabs = 0; tabs < 60 && !(await page.evaluate(() => document.activeElement.hasAttribute('data-packet'))); tabs++) await page.keyboard.press('Tab');
  const label = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? '');
  assert.match(await label(), /^Left to right, packet 1, sent at 0\.00 ms, arrived at 10\.05 ms/);
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.match(await label(), /^Right to left, packet 1,/));
  await page.keyboard.press('Enter');
  await eventually(async () => assert.match(await label(), /^Right to left, packet 1, .*lost: on the list/));
  await page.keyboard.press('Space');
  await eventually(async () => assert.match(await label(), /^Right to left, packet 1, .*arrived/));
  await page.keyboard.press('End');
  await eventually(async () => assert.match(await label(), /^Left to right, packet 2,/));
  await page.keyboard.press('Home');
  await eventually(async () => assert.match(await label(), /packet 1, sent at 0/));
  await page.keyboard.press('ArrowRight');
  await now('10.05 ms', () => clock(page));
});

pageTest('step, start, end: buttons and keys go from packet to packet', OPEN, async (page) => {
  await settled(page);
  assert.equal(await clock(page), '3010.0 ms');
  await button(page, 'To the start').click();
  await now('0.00 ms', () => clock(page));
  assert.deepEqual(await states(page), ['SYN-SENT', 'LISTEN']);
  await button(page, 'Next packet').click();
  await now('10.05 ms', () => clock(page));
  assert.deepEqual(await states(page), ['SYN-SENT', 'SYN-RECEIVED']);
  assert.match(await page.locator('.side-card .why').nth(1).textContent(), /A SYN came: ours goes out.*RFC 9293 3\.10\.7\.2/);
  await page.locator('body').press('ArrowRight');
  await now('20.10 ms', () => clock(page));
  await page.locator('body').press('ArrowLeft');
  await now('10.05 ms', () => clock(page));
  await page.locator('body').press('End');
  await now(['CLOSED', 'CLOSED'], () => states(page));
  await button(page, 'Previous packet').click();
  await now('1010.0 ms', () => clock(page));
});

pageTest('packets of one moment are stepped through one by one', { hash: '#lab?t=20.096' }, async (page) => {
  await settled(page);
  const current = () => page.locator('.arrow[data-current]').getAttribute('aria-label');
  await now('Left to right, packet 11', async () => (await current()).slice(0, 24));
  await button(page, 'Previous packet').click();
  await now('Left to right, packet 10', async () => (await current()).slice(0, 24));
  assert.equal(await clock(page), '20.10 ms');
});

pageTest('scrubbing shows the moment, in the ladder, in the states and in the address', OPEN, async (page) => {
  await settled(page);
  const scrub = page.getByRole('slider', { name: 'Moment' });
  await scrub.focus();
  await page.keyboard.press('Home');
  await now('0.00 ms', () => scrub.getAttribute('aria-valuetext'));
  for (let index = 0; index < 2; index++) await page.keyboard.press('ArrowRight');
  await now('20.10 ms', () => scrub.getAttribute('aria-valuetext'));
  await now(['ESTABLISHED', 'SYN-RECEIVED'], () => states(page));
  await eventually(() => assert.equal(hash(page), '#lab?t=20.096'));
  assert.ok(await page.locator('.history li[data-ahead]').count() > 0, 'what is still to come is told apart');
});

pageTest('play goes on by itself, at the chosen speed, past long pauses, and stops', OPEN, async (page) => {
  await settled(page);
  await page.getByLabel('Speed').selectOption('10 × real time');
  await button(page, 'Play').click();
  await now('3010.0 ms', () => clock(page));
  await button(page, 'Play').waitFor();
  await page.getByLabel('Speed').selectOption('1/200 speed');
  await page.locator('body').press(' ');
  await button(page, 'Pause').waitFor();
  await eventually(async () => assert.notEqual(await clock(page), '0.00 ms'));
  await page.locator('body').press(' ');
  await button(page, 'Play').waitFor();
  const stopped = await clock(page);
  await page.waitForTimeout(200);
  assert.equal(await clock(page), stopped);
});

pageTest('for who asked for stillness play goes from moment to moment', { hash: '#lab?preset=handshake', motion: 'reduce' }, async (page) => {
  await settled(page);
  await button(page, 'Play').click();
  const seen = new Set();
  await eventually(async () => {
    seen.add(await clock(page));
    assert.equal(await clock(page), '30.14 ms');
  });
  assert.ok(seen.size <= 5, [...seen].join(' '));
});

pageTest('a click in a plot goes to that moment', OPEN, async (page) => {
  await settled(page);
  const over = page.locator('.u-over').first();
  const { width } = await over.boundingBox();
  await over.click({ position: { x: width / 2, y: 40 } });
  await eventually(async () => assert.match(await clock(page), /^4[56]\.\d\d ms$/));
});

pageTest('each setting changes the run: controllers, path, bytes, seed', { hash: '#lab?preset=transfer&bytes=200000' }, async (page) => {
  await settled(page);
  const done = async () => (await outcome(page, 'Last data came at'))[0];
  const before = await done();
  for (const [label, value, back] of [['Rate', 5, 10], ['Delay', 40, 10], ['Loss', 10, 1], ['Seed', 7, 1], ['Queue', 4000, 25000], ['Jitter', 5, 0], ['Reordering', 20, 0]]) {
    await choose(page, label, value);
    await eventually(async () => assert.notEqual(await done(), before, label));
    await choose(page, label, back);
    await now(before, done);
  }
  for (const controller of ['NewReno', 'BBR']) {
    await field(page, 'Left’s controller').selectOption(controller);
    await eventually(async () => assert.notEqual(await done(), before, controller));
  }
  await eventually(async () => assert.match(await page.locator('.plots').textContent(), /pacing rate/));
  await choose(page, 'Bytes', 0);
  await now(['0 bytes'], () => outcome(page, 'Delivered to the right'));
});

pageTest('beside the ladder stand why a packet was sent and what its sender last decided, each with its rule', { hash: '#lab?t=52.2' }, async (page) => {
  await settled(page);
  // RFC 8985 6.2: RACK held the segment to be lost; RFC 5681 3.2: so the window shrinks.
  const left = page.locator('.side-card').first();
  assert.match(await left.locator('.decided').textContent(), /^cwnd \d+, ssthresh \d+: data was lost.* RFC 5681 3\.2$/);
  assert.match(await page.locator('.history-side').first().textContent(), /lost: 1448 from 8689.*RFC 8985 6\.2/);
  const again = page.locator('.arrow[aria-label*="sent again"]').first();
  assert.match(await again.getAttribute('aria-label'), / Sent because .* \(RFC \d+ [\d.]+\)\./);
  await page.getByRole('button', { name: 'To the start' }).click();
  await now('Sent because the user asks for a connection. RFC 9293 3.10.1', () => page.locator('.because').textContent());
  assert.equal(await left.locator('.decided').count(), 0, 'nothing was decided yet');
});

pageTest('with ECN and a queue that marks nothing is lost; without, the same queue loses', { hash: '#lab?preset=congestion-marks' }, async (page) => {
  await settled(page);
  // RFC 3168 6.1: the peer echoes a mark, and the sender says that it has slowed down.
  const said = async () => (await page.locator('.arrow').evaluateAll((arrows) => arrows.map((arrow) => arrow.getAttribute('aria-label')))).join(' ');
  await page.getByRole('button', { name: 'To the start' }).click();
  assert.deepEqual(await outcome(page, 'Lost on the way'), ['0']);
  await eventually(async () => assert.match(await said(), /SYN ECE CWR/));
  assert.equal(await field(page, 'ECN').inputValue(), 'on');
  await field(page, 'ECN').selectOption('off');
  await settled(page);
  await choose(page, 'Queue', 12_000);
  await eventually(() => assert.equal(hash(page), '#lab?preset=congestion-marks&ecn=off&queue=12000&t=0'));
  await eventually(async () => assert.notDeepEqual(await outcome(page, 'Lost on the way'), ['0']));
});

pageTest('a number out of bounds goes back to what it was', OPEN, async (page) => {
  await settled(page);
  for (const [label, value, was] of [['Loss', 101, '0'], ['Rate', 0, '10'], ['Seed', -1, '1'], ['Bytes', 1e9, '40000']]) {
    await field(page, label).fill(String(value));
    await field(page, label).press('Tab');
    assert.equal(await field(page, label).inputValue(), was, label);
  }
});

pageTest('UDP beside TCP over the same path: what each promises', { hash: '#lab?preset=transfer&bytes=300000&loss=5&reorder=5' }, async (page) => {
  await settled(page);
  await field(page, 'Protocol').selectOption('TCP beside UDP');
  await now(2, () => page.locator('.outcome thead th').count());
  const [tcp, udp] = await outcome(page, 'Delivered to the right');
  assert.equal(tcp, '300,000 bytes, 100%', 'RFC 9293 2.2');
  assert.match(udp, /^2\d\d,\d{3} bytes, 9\d\.\d%$/, 'RFC 768: what comes, comes');
  assert.deepEqual(await outcome(page, 'In order'), ['always', 'no']);
  assert.notEqual((await outcome(page, 'Delivered late'))[1], '0');
  assert.equal((await outcome(page, 'Sent again'))[1], 'never');
  await page.locator('.ladder-pane').getByRole('button', { name: 'UDP' }).click();
  await eventually(async () => assert.match(await page.locator('.arrow-words').first().textContent(), /1472 bytes/));
  assert.equal(await page.locator('.arrow.again').count(), 0);
});

pageTest('a ladder of thousands of packets draws what is in view alone, and scrolls', { hash: '#lab?preset=transfer&bytes=5000000&rate=100&loss=0' }, async (page) => {
  await settled(page);
  assert.match(await page.locator('.ladder-pane h2').textContent(), /^[4-9]\d{3} packets/);
  assert.ok(await page.locator('.arrow').count() < 500);
  // Not how long it takes, which is the machine's: how much is drawn. What stays in view is not drawn anew.
  const { drawn, different } = await page.evaluate(async () => {
    const ladder = document.querySelector('.ladder');
    const packets = [];
    const observer = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => packets.push(node.dataset?.packet))));
    observer.observe(ladder, { childList: true, subtree: true });
    for (let step = 0; step < 40; step++) {
      ladder.scrollTop += 400;
      await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
    }
    observer.disconnect();
    return { drawn: packets.length, different: new Set(packets).size };
  });
  assert.ok(await page.locator('.arrow').count() < 500);
  assert.ok(different > 500, 'what comes into view is drawn');
  assert.ok(drawn < 1.1 * different, `${drawn} arrows were drawn for ${different} packets`);
  await page.locator('.ladder').evaluate((ladder) => { ladder.scrollTop = ladder.scrollHeight; });
  await page.locator('.arrow.control').nth(1).waitFor();
});

pageTest('Decoder and lab lead to each other, and each is found as it was left', {}, async (page) => {
  await page.getByRole('link', { name: 'TCP lab' }).click();
  await settled(page);
  assert.equal(await page.title(), 'TCP lab · drywire');
  await preset(page, 'Tail loss');
  await eventually(() => assert.equal(hash(page), '#lab?preset=tail-loss'));
  await page.getByRole('link', { name: 'Decoder' }).click();
  await page.getByRole('tree').waitFor();
  await page.getByRole('link', { name: 'TCP lab' }).click();
  await settled(page);
  await now('true', () => button(page, 'Tail loss').getAttribute('aria-pressed'));
});
