/** Files as the page takes them: short texts into the text field, all else to the reader. */

/** Longer texts are read beside the page: to lay out this much, the longest turn that a paste makes, takes it 25 to 50 ms. In bytes. */
const SHORT = 50_000;

/** A file as text to be shown in the field; nothing where it is none, or too long for that, or where there is nothing to show. */
export async function shortText(file: File): Promise<string | null> {
  if (file.size > SHORT || file.size === 0) return null;
  // Of what cannot be read, a folder or a file that is gone, the reader tells.
  const bytes = await file.arrayBuffer().catch(() => null);
  return bytes === null ? null : textIn(new Uint8Array(bytes));
}

/** Bytes as text; nothing where they are none. */
export function textIn(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    // No dump has such characters, and nearly every binary file has.
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** What Windows' own shell writes when output goes to a file begins with a mark. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Pasted text that is too long for the field, as a file. */
export const asFile = (text: string): File | null =>
  (text.length > SHORT ? new File([text], 'pasted text', { type: 'text/plain' }) : null);
