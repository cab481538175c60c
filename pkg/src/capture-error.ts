import type { CaptureProblem } from './types.js';

/**
 * What reading a capture throws where the file is no capture that can be read: something else, compressed in a way that is not
 * undone here, empty. What is wrong further on in a file stands in `capture.problems`.
 *
 * @example
 * ```js
 * import { CaptureError, readCapture } from 'drywire';
 *
 * try {
 *   for await (const packet of readCapture(new TextEncoder().encode('GIF89a'))) console.log(packet);
 * } catch (error) {
 *   console.log(error instanceof CaptureError, error.code, error.message); // true not-a-capture this is neither pcap nor pcapng
 * }
 * ```
 */
export class CaptureError extends SyntaxError {
  /** A stable name in kebab-case: `'not-a-capture'`, `'modified-pcap'`, `'compressed'`, `'empty'` … */
  declare readonly code: string;
  /** Where it begins in the file, in bytes. */
  declare readonly offset: number;

  /** Makes an error of a problem. */
  constructor({ code, offset, message }: CaptureProblem) {
    super(message);
    Object.assign(this, { name: 'CaptureError', code, offset });
  }
}
