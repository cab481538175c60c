// Issue 4, item 5: scenario and seed in the URL, exports, and addresses that mean harm.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { eventually, open, pageTest, shared, useBrowser } from './lib/browser.mjs';
import { choose, clock, field, hash, now, outcome, packet, preset, settled } from './lib/lab.mjs';

useBrowser();

const complaints = (page) => page.locator('.lab-complaints').allTextContents();

test('what is shown comes back from its address: settings, dropped packets, moment', async () => {
  const first = await open({ hash: '#lab?preset=tail-loss' });
  await settled(first.page);
  await choose(first.page, 'Bytes', 20_000);
  await choose(first.page, 'Seed', 99);
  await field(first.page, 'Left’s controller').selectOption('NewReno');
  await packet(first.page, 'left', 4).locator('.arrow-words').click();
  await now(true, async () => (await first.page.locator('.arrow.lost').count()) === 2);
  await first.page.getByRole('button', { name: 'To the start' }).click();
  await first.page.getByRole('button', { name: 'Next packet' }).click();
  await eventually(() => assert.equal(hash(first.page), '#lab?preset=tail-loss&left=new-reno&bytes=20000&seed=99&drop=4,8&t=10.048'));
  const second = await open({ hash: hash(first.page) });
  await settled(second.page);
  assert.equal(await clock(second.page), '10.05 ms');
  assert.deepEqual(await outcome(second.page, 'Last data came at'), await outcome(first.page, 'Last data came at'));
  assert.equal(await field(second.page, 'Left’s controller').inputValue(), 'new-reno');
  assert.equal(hash(second.page), hash(first.page), 'and stays as it is');
  for (const { complaints: heard, close } of [first, second]) {
    assert.deepEqual(await heard(), []);
    await close();
  }
});

pageTest('each preset is an entry in the history, what is changed in it is not', { hash: '#lab' }, async (page) => {
  await settled(page);
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  await preset(page, 'Zero window');
  await choose(page, 'Delay', 20);
  await eventually(() => assert.equal(hash(page), '#lab?preset=zero-window&delay=20'));
  assert.equal(await entries(), before + 1);
  await page.goBack();
  await eventually(async () => assert.match(await page.locator('.lab-look').textContent(), /One segment is lost/));
  await page.goForward();
  await eventually(async () => assert.equal(await field(page, 'Delay').inputValue(), '20'));
});

const HOSTILE = [
  ['#lab?preset=evil', /“evil” in the address is no preset/],
  ['#lab?rate=1e9', /“1e9” in the address is no rate/],
  ['#lab?rate=NaN&loss=-1', /“-1” in the address is no loss/],
  ['#lab?bytes=99999999999999999999', /is no bytes/],
  ['#lab?seed=0.5', /is no seed: it must be a whole number/],
  ['#lab?drop=1,2,x', /is no drop/],
  [`#lab?drop=${Array.from({ length: 400 }, (_, index) => index + 1).join(',')}`, /at most 300 packet numbers/],
  ['#lab?left=__proto__', /“__proto__” in the address is no left/],
  ['#lab?constructor=1', /“constructor” in the address is unknown/],
  ['#lab?preset=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E', /“<img src=x onerror=alert\(1\)>” in the address is no preset/],
  ['#lab?%ff%zz=%', /in the address is unknown/],
  [`#lab?${'a=1&'.repeat(2000)}`, /longer than 4000 characters/],
];

pageTest('a hostile address gives a message and something to look at', { hash: '#lab' }, async (page) => {
  await settled(page);
  for (const [address, message] of HOSTILE) {
    await page.goto('about:blank');
    await page.goto(shared.url + address);
    await settled(page);
    assert.match((await complaints(page)).join('\n'), message, address.slice(0, 80));
    assert.ok(await page.locator('.arrow').count() > 3);
  }
});

const MOST = '#lab?preset=transfer&protocol=both&bytes=50000000&rate=10000&queue=10000000&loss=0&delay=0';

pageTest('the most that an address can ask for ends, and the page answers meanwhile', {}, async (page) => {
  // Counted in the page: from out here, on a busy machine, the run may be over before anything was tried.
  const turns = await page.evaluate((address) => new Promise((done) => {
    let count = 0;
    const turn = () => {
      const lab = document.querySelector('main.lab:has(.lab-presets)');
      if (lab?.ariaBusy === 'true') count++;
      if (lab?.ariaBusy === 'false') done(count);
      else setTimeout(turn);
    };
    location.hash = address;
    turn();
  }), MOST);
  assert.ok(turns > 20, `the page had its turn ${turns} times while it ran`);
  await page.locator('main.lab[aria-busy=false]').waitFor();
  const shown = await page.locator('.lab-shown, .lab-complaints').first().textContent();
  assert.match(shown, /packets over|stopped after 20 seconds/);
  await preset(page, 'Three-way handshake');
  await now(3, () => page.locator('.arrow').count());
});

pageTest('Copy link copies the address of just this', { hash: '#lab' }, async (page) => {
  await settled(page);
  await preset(page, 'Half close');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${shared.url}#lab?preset=half-close`);
});

const saved = async (page, name) => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), bytes: readFileSync(path), path };
};

pageTest('the run is exported as pcapng, the scenario as JSON and as a program', { hash: '#lab?preset=tail-loss&seed=5' }, async (page) => {
  await settled(page);
  const { simulate } = await import('drywire/sim');
  const json = await saved(page, 'Scenario (JSON)');
  assert.equal(json.name, 'tail-loss-tcp.json');
  const scenario = JSON.parse(json.bytes.toString());
  assert.deepEqual([scenario.seed, scenario.dropToRight], [5, [8]]);
  const run = simulate(scenario);
  const capture = await saved(page, 'Capture (pcapng)');
  assert.equal(capture.name, 'tail-loss-tcp.pcapng');
  assert.deepEqual(new Uint8Array(capture.bytes), run.pcapng, 'the same bytes as Node gives for the same scenario');
  const program = await saved(page, 'JavaScript');
  const body = program.bytes.toString();
  assert.match(body, /^import \{ simulate \} from 'drywire\/sim';/);
  const log = [];
  new Function('simulate', 'console', body.replace(/^import.*\n/, ''))(simulate, { log: (...words) => log.push(words) });
  assert.deepEqual(log[1], [10_000, run.left.retransmits]);
});
