// What is to be seen in the lab, in the terms of the tests.
import assert from 'node:assert/strict';
import { eventually } from './browser.mjs';

/** Waits until the newest run is shown. */
export async function settled(page) {
  await page.locator('main.lab[aria-busy=false] .lab-shown').waitFor();
}

export const preset = async (page, label) => {
  await page.getByRole('group', { name: 'Presets' }).getByRole('button', { name: label, exact: true }).click();
  await settled(page);
};

/** A packet of the ladder by its sender and number. */
export const packet = (page, side, number) =>
  page.locator(`.arrow[aria-label^="${side === 'left' ? 'Left to right' : 'Right to left'}, packet ${number},"]`).first();

/** The states of both sides at the moment that is shown. */
export const states = (page) => page.locator('.side-card .state').allTextContents();

/** The transitions of one side, in order. */
export const transitions = (page, side) => page.locator(`.history-side:has(h3:text-is("${side}")) .moved`).allTextContents();

/** A row of the table of what became of the data. */
export const outcome = (page, label) =>
  page.$$eval('.outcome tbody tr', (rows, name) => [...rows.find((row) => row.querySelector('th').textContent === name).querySelectorAll('td')].map((cell) => cell.textContent), label);

export const clock = async (page) => (await page.locator('.clock').textContent()).replace(/ of .*/, '');

export const hash = (page) => new URL(page.url()).hash;

export const now = (expected, look) => eventually(async () => assert.deepEqual(await look(), expected));

export const field = (page, label) => page.locator('.lab-field', { hasText: new RegExp(`^${label}`) }).locator('input, select');

/** Chooses a value as who types it. */
export async function choose(page, label, value) {
  const input = field(page, label);
  await input.fill(String(value));
  await input.press('Tab');
  await settled(page);
}
