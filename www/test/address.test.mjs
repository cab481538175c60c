// Issue 2, item 6: the packet is in the URL's hash; Back and Forward work.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, open, pageTest, shared, useBrowser } from './lib/browser.mjs';
import { byte, detail, example, item, litBytes } from './lib/look.mjs';

useBrowser();

const hash = (page) => new URL(page.url()).hash;
const headline = (page) => page.locator('h2').first().textContent();
const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

test('what is shown comes back from its address: packet, link type, selection', async () => {
  const first = await open();
  await example(first.page, 'DNS query').click();
  await first.page.getByLabel('Link type').selectOption('ethernet');
  await item(first.page, 'Length').click();
  await eventually(() => assert.match(hash(first.page), /^#hex=[0-9a-f]{150}&link=ethernet&at=udp\.length$/));
  const second = await open({ hash: hash(first.page) });
  assert.equal(await detail(second.page), 'Length');
  assert.equal(await headline(second.page), await headline(first.page));
  assert.equal(await second.page.getByLabel('Link type').inputValue(), 'ethernet');
  assert.deepEqual(await litBytes(second.page, 'chosen'), ['38', '39']);
  for (const { complaints, close } of [first, second]) {
    assert.deepEqual(await complaints(), []);
    await close();
  }
});

pageTest('a byte, a layer and the third of a name can be selected by address', { hash: '' }, async (page) => {
  const { hex } = Object.fromEntries(new URLSearchParams((await shownHash(page)).slice(1)));
  for (const [at, expected] of [['47', ['47']], ['ethernet', 14], ['tcp.option_kind,3', ['60']], ['ip.version', ['14*']], ['nonsense', []], ['9999', []]]) {
    await page.goto(`${shared.url}#hex=${hex}&at=${at}`);
    await eventually(async () => {
      const lit = await litBytes(page, 'chosen');
      assert.deepEqual(typeof expected === 'number' ? lit.length : lit, expected, at);
    });
  }
});

/** The hash of the first example, once something in it was selected. */
async function shownHash(page) {
  await byte(page, 0).click();
  await eventually(() => assert.match(hash(page), /hex=/));
  return hash(page);
}

pageTest('Back and Forward lead from packet to packet, with what was selected in each', {}, async (page) => {
  await item(page, 'Time to live').click();
  await example(page, 'ARP').click();
  await item(page, 'Operation').click();
  await example(page, 'VLAN tags').click();
  await page.goBack();
  await now('Operation', () => detail(page));
  assert.match(await headline(page), /^ARP/);
  await page.goBack();
  await now('Time to live', () => detail(page));
  assert.match(await headline(page), /^TCP 51724/);
  await page.goForward();
  await page.goForward();
  await eventually(async () => assert.match(await headline(page), /^HTTP GET \/packet/));
});

pageTest('going back to the bare address gives the first example', {}, async (page) => {
  await example(page, 'ARP').click();
  await page.goBack();
  await eventually(async () => assert.match(await headline(page), /^TCP 51724/));
  assert.equal(hash(page), '');
});

pageTest('selecting makes no entries in the history, and typing one', {}, async (page) => {
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  for (const offset of [1, 5, 9, 20]) await byte(page, offset).click();
  await eventually(() => assert.match(hash(page), /at=20$/));
  assert.equal(await entries(), before);
  await page.locator('#dump').fill('');
  await page.locator('#dump').pressSequentially('4500001400010000');
  await eventually(() => assert.match(hash(page), /^#hex=4500001400010000$/));
  assert.equal(await entries(), before + 1);
  await page.goBack();
  await eventually(async () => assert.match(await headline(page), /^TCP 51724/));
});

pageTest('an address that is edited by hand is read, in any spelling of hex', { hash: '#hex=4500' }, async (page) => {
  await page.evaluate(() => { location.hash = '#hex=45:00:00:1c&link=raw'; });
  await now(4, () => page.locator('.byte').count());
  assert.equal(await page.getByLabel('Link type').inputValue(), 'raw');
});

pageTest('an address with something else in it than hex says so', { hash: '#hex=45zz' }, async (page) => {
  assert.match(await page.locator('#dump-error p').textContent(), /'z' at line 1, column 3/);
  assert.equal(await page.getByRole('tree').count(), 0);
});

pageTest('a hash that is not ours changes nothing', {}, async (page) => {
  await example(page, 'ARP').click();
  await page.evaluate(() => { location.hash = '#top'; });
  await page.waitForTimeout(100);
  assert.match(await headline(page), /^ARP/);
});

pageTest('Copy link copies the address of just this', {}, async (page) => {
  await example(page, 'ARP').click();
  await item(page, 'Operation').click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(link.startsWith(`${shared.url}#hex=ffffffffffff`), link);
  assert.match(link, /&at=arp\.opcode$/);
});

pageTest('where copying is not allowed, it says what to do', {}, async (page) => {
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed')); });
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('copy the address instead').waitFor();
});
