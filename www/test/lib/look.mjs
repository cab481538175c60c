// What is to be seen on the page, in the terms of the tests.

/** The bytes that are lit: `chosen` or `passing`; a byte of which some bits are lit has a `*`. */
export const litBytes = (page, how) =>
  page.$$eval(`.byte[data-${how}]`, (cells, name) => cells.map((cell) => cell.dataset.byte + (cell.dataset[name] === 'some' ? '*' : '')), how);

/** The labels of the tree's lit items. */
export const litItems = (page, how) => page.$$eval(`[role=treeitem][data-${how}] .item-label`, (labels) => labels.map((label) => label.textContent));

/** The detail's bits: `.` for those of a neighbour. */
export const bits = (page) =>
  page.$$eval('.detail .bits-row', (rows) => rows.map((row) => [...row.children].map((bit) => (bit.classList.contains('own') ? bit.textContent : '.')).join('')).join(' '));

/** An item of the tree by its whole label: the `nth` of that label. */
export const item = (page, label, nth = 0) => page.locator('[role=treeitem]', { has: page.locator(`.item-label:text-is("${label}")`) }).nth(nth);

export const byte = (page, offset) => page.locator(`#byte-${offset}`);

export const example = (page, label) => page.getByRole('group', { name: 'Examples' }).getByRole('button', { name: label, exact: true });

/** The tree as rows: level, label, text. */
export const tree = (page) =>
  page.$$eval('[role=treeitem]', (items) => items.map((element) => [
    Number(element.ariaLevel), element.querySelector('.item-label').textContent, element.querySelector('.item-text').textContent,
  ]));

/** Where the focus is: an element's id, or its role and name. */
export const focus = (page) =>
  page.evaluate(() => {
    const { activeElement: at } = document;
    return at.id || `${at.tagName.toLowerCase()} ${at.textContent.trim()}`.trim();
  });

/** What the detail is about. */
export const detail = (page) => page.locator('.detail .detail-label').textContent();

/** Pastes text over all that is in the field, as a person does; then the page has read it. */
export async function paste(page, text) {
  await page.evaluate((content) => {
    document.activeElement?.blur?.();
    const data = new DataTransfer();
    data.setData('text/plain', content);
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

/** The bytes of the packet that is shown, as hex. */
export const shownBytes = (page) => page.$$eval('.byte', (cells) => cells.map((cell) => cell.textContent).join(''));

/** Drops a file anywhere on the page. */
export const drop = (page, name, content) => dropAll(page, [[name, content]]);

/** Drops several, each `[name, content]`. */
export async function dropAll(page, files) {
  const data = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, base64] of all) transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return transfer;
  }, files.map(([name, content]) => [name, Buffer.from(content).toString('base64')]));
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
}
