// Issue 2, item 6: dark and light, narrow, still, and accessible in each of them by axe-core's rules.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventually, pageTest, useBrowser } from './lib/browser.mjs';
import { byte, detail, drop, dropAll, example, item, paste } from './lib/look.mjs';
import { datagram, many, pcap } from './lib/pcap.mjs';

useBrowser();

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const LIGHT = 'rgb(250, 249, 246)';
const DARK = 'rgb(19, 21, 27)';

pageTest('the system\'s preference is followed', { theme: 'dark' }, async (page) => {
  assert.equal(await background(page), DARK);
  await page.emulateMedia({ colorScheme: 'light' });
  await eventually(async () => assert.equal(await background(page), LIGHT));
  await eventually(async () => assert.equal(await page.getByRole('button', { name: 'Dark theme' }).getAttribute('aria-pressed'), 'false'));
});

pageTest('the other theme can be chosen, and is remembered', {}, async (page) => {
  const toggle = page.getByRole('button', { name: 'Dark theme' });
  await toggle.click();
  assert.equal(await background(page), DARK);
  assert.equal(await toggle.getAttribute('aria-pressed'), 'true');
  await page.reload();
  assert.equal(await background(page), DARK);
  await toggle.click();
  assert.equal(await background(page), LIGHT);
  await page.reload();
  assert.equal(await background(page), LIGHT);
  await page.emulateMedia({ colorScheme: 'dark' });
  await eventually(async () => assert.equal(await background(page), DARK, 'back at the system\'s own, it is followed again'));
});

for (const width of [320, 360, 768, 1024, 1280, 1920]) {
  pageTest(`${width} pixels are enough: nothing sticks out`, { width }, async (page) => {
    for (const label of ['ICMP unreachable', 'Broken', 'VLAN tags']) {
      await example(page, label).click();
      await page.getByRole('button', { name: 'Wireshark names' }).click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, label);
      const cut = await page.$$eval('.bytes', ([grid]) => grid.scrollWidth - grid.clientWidth);
      assert.ok(cut <= 0, `${label}: the bytes fit without scrolling sideways (${cut})`);
    }
  });
}

pageTest('a narrow page has 8 bytes in a row, and keeps what is selected in view', { width: 360, height: 740 }, async (page) => {
  assert.equal(await page.locator('[role=row]').first().locator('.byte').count(), 8);
  await byte(page, 0).focus();
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'byte-8'));
  await item(page, 'Protocol').click();
  const box = await page.locator('.detail').boundingBox();
  assert.ok(box.y > 300 && Math.round(box.y + box.height) <= 740, `docked at the foot: ${JSON.stringify(box)}`);
  assert.equal(await detail(page), 'Protocol');
  await page.getByRole('button', { name: 'Select nothing' }).click();
  await eventually(async () => assert.equal(await page.locator('.detail').isVisible(), false));
});

pageTest('nothing moves for those who asked for stillness', { motion: 'reduce' }, async (page) => {
  const moving = await page.$$eval('*', (elements) => elements.filter((element) => {
    const { transitionDuration, animationName } = getComputedStyle(element);
    return animationName !== 'none' || transitionDuration.split(',').some((duration) => parseFloat(duration) > 0);
  }).length);
  assert.equal(moving, 0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.notEqual(await page.locator('.chip').first().evaluate((chip) => getComputedStyle(chip).transitionDuration), '0s');
});

const SEVERAL = [datagram(0), datagram(1).fill(0xff, 10, 12), datagram(2)].map((data) => `0000  ${data.toString('hex').match(/../g).join(' ')}`).join('\n\n');

for (const width of [320, 390, 768, 1280]) {
  pageTest(`${width} pixels are enough for a list, from a text and from a file`, { width }, async (page) => {
    const sticksOut = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await paste(page, SEVERAL);
    await page.getByRole('grid', { name: 'Packets' }).waitFor();
    assert.equal(await sticksOut(), 0, 'a text');
    await dropAll(page, [['a file with quite a long name, as they come from who knows where.pcap', many(50)], ['another.pcap', many(2)]]);
    await page.locator('.file-card').waitFor();
    await page.locator('.packet-line .cell-protocol:not(:empty)').first().waitFor();
    assert.equal(await sticksOut(), 0, 'a file');
    const wide = await page.$$eval('.packets', ([grid]) => grid.scrollWidth - grid.clientWidth);
    assert.ok(wide <= 0, `the list fits without scrolling sideways (${wide})`);
    await page.getByRole('button', { name: 'Conversations', exact: true }).click();
    const conversation = page.getByRole('row', { name: /^UDP/ }).first();
    await conversation.waitFor();
    assert.equal(await sticksOut(), 0, 'conversations');
    const beyond = await page.$$eval('.conversations', ([table]) => table.scrollWidth - table.clientWidth);
    assert.ok(beyond <= 0, `the conversations fit without scrolling sideways (${beyond})`);
    assert.ok((await conversation.getByRole('cell').count()) >= 8, 'and are a table, however they are laid out');
  });
}

/** What is looked at, and how the page gets there. */
const VIEWS = [
  ['as it opens', async () => {}],
  ['with problems', async (page) => { await example(page, 'Broken').click(); }],
  ['with all open, named, and a shared byte selected', async (page) => {
    await example(page, 'ICMP unreachable').click();
    await page.getByRole('button', { name: 'Open all' }).click();
    await page.getByRole('button', { name: 'Wireshark names' }).click();
    await byte(page, 14).click();
  }],
  ['with a field pointed at', async (page) => {
    await example(page, 'VLAN tags').click();
    await page.locator('.fields-pane [role=treeitem]').nth(7).hover();
  }],
  ['with every layer\'s tint, and padding', async (page) => {
    await example(page, 'ARP').click();
    await page.locator('summary').click();
  }],
  ['with text that is not hex', async (page) => {
    await page.locator('#dump').fill('4500 0x');
    await page.locator('#dump-error').waitFor();
  }],
  ['with several packets, one of them with problems', async (page) => {
    await paste(page, SEVERAL);
    await page.getByRole('grid', { name: 'Packets' }).waitFor();
    await item(page, 'Protocol').click();
  }],
  ['with warnings on the text', async (page) => {
    await paste(page, '0000000 0045 1c00 0100 0000 1140 cc7c 00c0 0102\n0000010 00c0 0202\n');
    await page.locator('.text-warnings').waitFor();
  }],
  ['with a dump that cannot be read', async (page) => {
    await paste(page, '<Buffer 45 00 ... 28 more bytes>');
    await page.locator('#dump-error').waitFor();
  }],
  ['with several files', async (page) => {
    await dropAll(page, [['one.pcap', many(2)], ['two.pcap', many(3)]]);
    await page.getByRole('group', { name: 'Files' }).waitFor();
    await page.locator('.packet-line .cell-protocol:not(:empty)').first().waitFor();
  }],
  ['with a capture', async (page) => {
    await drop(page, 'many.pcap', many(300));
    await page.locator('.packet-line').first().waitFor();
    await page.locator('.packet-line .cell-protocol:not(:empty)').first().waitFor();
  }],
  ['with a filter that is none', async (page) => {
    await page.getByLabel('Filter').fill('tcp.port ==');
    await page.locator('#filter-fault').waitFor();
  }],
  ['with a filter that nothing passes', async (page) => {
    await page.getByLabel('Filter').fill('arp');
    await page.locator('.packets-none').waitFor();
    await page.getByLabel('Filter').fill('');
  }],
  ['with conversations', async (page) => {
    await page.getByRole('button', { name: 'Conversations', exact: true }).click();
    await page.locator('.conversations tbody tr').first().waitFor();
  }],
  ['with what was said in one', async (page) => {
    await page.getByRole('button', { name: 'Follow' }).first().click();
    await page.locator('.turn').first().waitFor();
    await page.getByRole('button', { name: 'Back to the conversations' }).click();
    await page.getByRole('button', { name: 'Packets', exact: true }).click();
  }],
  ['with a capture that is cut, of an unknown link type', async (page) => {
    await drop(page, 'cut.pcap', pcap([{ data: datagram(0) }, { data: datagram(1) }], 105).subarray(0, -10));
    await page.locator('.text-warnings').waitFor();
  }],
  ['with a file that is none', async (page) => {
    await drop(page, 'picture.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await page.locator('.file-card[data-state=failed]').waitFor();
    await page.getByRole('button', { name: 'Close the file' }).click();
  }],
  ['empty', async (page) => { await page.getByRole('button', { name: 'Clear' }).click(); }],
];

for (const theme of ['light', 'dark']) {
  for (const [width, height] of [[1280, 900], [360, 740]]) {
    pageTest(`axe finds nothing: ${theme}, ${width} wide`, { theme, width, height, motion: 'reduce' }, async (page) => {
      await page.evaluate(AXE);
      for (const [name, show] of VIEWS) {
        await show(page);
        assert.deepEqual(await violations(page), [], name);
      }
    });
  }
}

async function violations(page) {
  const { violations: found } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`));
}

pageTest('axe would find something if it were there', {}, async (page) => {
  await page.evaluate(AXE);
  await page.evaluate(() => document.documentElement.removeAttribute('lang'));
  assert.notDeepEqual(await violations(page), []);
});
