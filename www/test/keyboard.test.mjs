// Issue 2, item 6: everything by keyboard. The tree and the grid follow the patterns of WAI-ARIA.
import assert from 'node:assert/strict';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { byte, detail, focus, item, litBytes, paste, tree } from './lib/look.mjs';

useBrowser();

const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

/** The label of the tree's item that has the focus. */
const at = (page) => page.evaluate(() => document.activeElement.querySelector('.item-label')?.textContent ?? null);

/** Presses a key and waits until the focus is at an item. */
async function press(page, key, label) {
  await page.keyboard.press(key);
  await now(label, () => at(page));
}

pageTest('arrows walk the tree; what has the focus is selected', {}, async (page) => {
  await item(page, 'Ethernet').focus();
  await press(page, 'ArrowDown', 'Destination');
  await press(page, 'ArrowDown', 'Source');
  assert.equal(await detail(page), 'Source');
  assert.deepEqual(await litBytes(page, 'chosen'), ['6', '7', '8', '9', '10', '11']);
  await press(page, 'ArrowUp', 'Destination');
  await press(page, 'ArrowLeft', 'Ethernet');
  await page.keyboard.press('ArrowLeft');
  await now('false', () => item(page, 'Ethernet').getAttribute('aria-expanded'));
  await press(page, 'ArrowDown', 'IPv4');
  await press(page, 'ArrowUp', 'Ethernet');
  await page.keyboard.press('ArrowRight');
  await now('true', () => item(page, 'Ethernet').getAttribute('aria-expanded'));
  await press(page, 'ArrowRight', 'Destination');
  await page.keyboard.press('ArrowRight');
  await now('Destination', () => at(page));
});

pageTest('Home, End, Space, * and letters', {}, async (page) => {
  await item(page, 'IPv4').focus();
  await press(page, 'End', 'Option: window scale');
  await press(page, 'Home', 'Ethernet');
  await page.keyboard.press('Space');
  await now('false', () => item(page, 'Ethernet').getAttribute('aria-expanded'));
  await page.keyboard.press('*');
  await now(['true', 'true', 'true'], () => page.$$eval('[role=treeitem][aria-level="1"]', (items) => items.map((element) => element.ariaExpanded)));
  await press(page, 'w', 'Window');
  // A pause ends a word. The next one is typed at once: between one key and the next a busy machine may make a pause of its own.
  await page.waitForTimeout(800);
  await page.evaluate(() => [...'time'].forEach((key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))));
  await now('Time to live', () => at(page));
});

pageTest('every item says its level, its place among its siblings, and whether it is open', {}, async (page) => {
  await page.getByRole('button', { name: 'Open all' }).click();
  const shown = await tree(page);
  const said = await page.$$eval('[role=treeitem]', (items) => items.map((element) => [
    Number(element.ariaLevel), Number(element.ariaPosInSet), Number(element.ariaSetSize), element.ariaExpanded,
  ]));
  assert.equal(said.length, shown.length);
  const place = [];
  said.forEach(([level, position, size, expanded], index) => {
    place[level] = level > (said[index - 1]?.[0] ?? 0) ? 1 : place[level] + 1;
    assert.equal(position, place[level], `${shown[index]}`);
    assert.ok(position <= size);
    assert.equal(expanded, said[index + 1]?.[0] > level ? 'true' : null);
  });
  assert.equal(await page.locator('[role=treeitem][tabindex="0"]').count(), 1, 'Tab stops once');
});

pageTest('arrows walk the bytes; Home and End the row, with Ctrl the packet', {}, async (page) => {
  await byte(page, 0).click();
  const moves = [
    ['ArrowRight', 1], ['ArrowDown', 17], ['End', 31], ['ArrowLeft', 30], ['Home', 16], ['ArrowUp', 0], ['ArrowUp', 0], ['ArrowLeft', 0],
    ['Control+End', 73], ['ArrowRight', 73], ['ArrowDown', 73], ['PageUp', 9], ['PageDown', 73], ['Control+Home', 0],
  ];
  for (const [key, to] of moves) {
    await page.keyboard.press(key);
    await now(`byte-${to}`, () => focus(page));
  }
  assert.equal(await page.locator('[role=gridcell][tabindex="0"]').count(), 1, 'Tab stops once');
});

pageTest('Enter leads from a field to its byte and back, Escape selects nothing', {}, async (page) => {
  await item(page, 'Time to live').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await now('byte-22', () => focus(page));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await now('Protocol', () => at(page));
  await page.keyboard.press('Escape');
  await now([], () => litBytes(page, 'chosen'));
  assert.match(await page.locator('.detail').textContent(), /Point at a byte/);
});

pageTest('the skip link is first, and leads to the fields', {}, async (page) => {
  await page.keyboard.press('Tab');
  assert.match(await focus(page), /Skip to the packet’s fields/);
  assert.ok(await page.locator('.skip').isVisible());
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.role), 'treeitem'));
  assert.equal(new URL(page.url()).hash, '', 'the hash is the packet\'s');
});

pageTest('with a list, Tab goes to it between the source and the packet, and stops at it once', {}, async (page) => {
  await paste(page, '4500001400010000400000000a0000010a000002\n\n4500001400020000400000000a0000010a000002');
  await page.getByRole('grid', { name: 'Packets' }).waitFor();
  await page.locator('#dump').focus();
  const zones = [];
  for (let count = 0; count < 30; count++) {
    await page.keyboard.press('Tab');
    zones.push(await page.evaluate(() => document.activeElement.closest('.source, .filter-box, .packets, .packet-head, .overview, .bytes-pane')?.className.split(' ')[0]));
    if (zones.at(-1) === 'bytes-pane') break;
  }
  assert.deepEqual(zones.filter((zone, index) => zone !== zones[index - 1]), ['source', 'filter-box', 'packets', 'packet-head', 'overview', 'bytes-pane']);
  assert.equal(zones.filter((zone) => zone === 'packets').length, 1);
});

pageTest('Tab goes through the page in the order in which it reads, and the focus is always to be seen', {}, async (page) => {
  const stops = [];
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const zone = element.closest('.skip, .top, .source, .map, .bytes-pane, .detail, .fields-pane, .bottom')?.className ?? '?';
      return { zone: zone.split(' ')[0], visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, what: element.textContent.slice(0, 20) };
    });
    if (stop === null) break;
    stops.push(stop);
  }
  assert.deepEqual(stops.filter(({ visible }) => !visible), []);
  const zones = stops.map(({ zone }) => zone).filter((zone, index, all) => zone !== all[index - 1]);
  assert.deepEqual(zones, ['skip', 'top', 'source', 'map', 'bytes-pane', 'detail', 'fields-pane', 'bottom']);
});
