// A browser's developer tools, by the protocol that they speak: what they show of a packet on the console.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve } from '../lib/browser.mjs';
import { plain } from '../lib/bundle.mjs';

/** What an element says: objects that the formatters show are their header, others are braces. */
const said = (element) => {
  if (!Array.isArray(element)) return String(element);
  const [tag, attributes, ...children] = element;
  if (tag !== 'object') return children.map(said).join('');
  return attributes.customPreview === undefined ? '{…}' : said(JSON.parse(attributes.customPreview.header));
};

/** @param {() => import('../lib/project.mjs').Project} project */
export const devtoolsSuite = (project) => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test('Chromium\'s developer tools show a packet by the formatters, and unfold it to its fields', { timeout: 300_000 }, async () => {
    const { folder } = project();
    const site = await serve(await plain(folder, 'devtools-page.js'));
    try {
      const page = await browser.newPage();
      const tools = await page.context().newCDPSession(page);
      await tools.send('Runtime.enable');
      await tools.send('Runtime.setCustomObjectFormatterEnabled', { enabled: true });
      const logged = new Promise((heard) => tools.once('Runtime.consoleAPICalled', heard));
      await page.goto(`${site.url}index.html`);
      const { args: [packet, other] } = await logged;
      /** What the tools do where somebody clicks on the triangle. */
      const unfold = async ({ bodyGetterId }) => {
        const { result } = await tools.send('Runtime.callFunctionOn', {
          functionDeclaration: '(body) => body()', objectId: packet.objectId, arguments: [{ objectId: bodyGetterId }], returnByValue: true,
        });
        return result.value.slice(2);
      };
      assert.equal(other.customPreview, undefined, 'what is no packet is shown as ever');
      assert.match(said(JSON.parse(packet.customPreview.header)), /^ipv4 › udp {2}IP 10\.0\.0\.1\.12345 > 10\.0\.0\.2\.53: UDP, length 2$/);
      const layers = await unfold(packet.customPreview);
      assert.deepEqual(layers.map((layer) => said(layer).split(' ')[0]), ['IPv4', 'UDP', 'Payload', 'data']);
      assert.equal(said(layers.at(-1)), 'data {…}', 'and its data as any other object');
      const [, , [, { customPreview: udp }]] = layers[1];
      const fields = (await unfold(udp)).map(said);
      assert.equal(fields[1], 'Destination port: 53  [22-23]  00 35');
    } finally {
      await site.close();
    }
  });
};
