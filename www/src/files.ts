/** Files as the page takes them: short texts into the text field, all else to the reader. */

import { sniff } from 'drywire/inspect';

/** Longer texts are read beside the page: to lay out this much, the longest turn that a paste makes, takes it 25 to 50 ms. In bytes. */
const SHORT = 50_000;

/** A file as text to be shown in the field; nothing where it is none, or too long for that, or where there is nothing to show. */
export async function shortText(file: File): Promise<string | null> {
  if (file.size > SHORT || file.size === 0) return null;
  // Of what cannot be read, a folder or a file that is gone, the reader tells.
  const bytes = await file.arrayBuffer().catch(() => null);
  const found = bytes === null ? null : sniff(new Uint8Array(bytes));
  return found?.kind === 'text' ? found.text : null;
}

/** Pasted text that is too long for the field, as a file. */
export const asFile = (text: string): File | null =>
  (text.length > SHORT ? new File([text], 'pasted text', { type: 'text/plain' }) : null);
