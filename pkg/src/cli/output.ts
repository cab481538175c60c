/** Standard output: whoever reads it may be slow, and may stop reading. */
import { once } from 'node:events';

/** Lines are gathered to so many characters before they are written. */
const CHUNK = 1 << 15;

/** Gathers text and writes it, no faster than it is read. */
export class Output {
  #text = '';

  /** Adds text. To be awaited, so that no more is made than is read. */
  async write(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= CHUNK) await this.flush();
  }

  /** Writes what was gathered. */
  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.bytes(text);
  }

  /** Writes at once. */
  async bytes(chunk: Uint8Array | string): Promise<void> {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  }
}

/** `drywire … | head -1`: whoever reads has read enough, which is no failure. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}
