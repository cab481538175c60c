/**
 * drywire at the console: formatters for a browser's developer tools, packets that show themselves in Node, and the code that
 * builds a packet. Nothing here changes what `decode` gives.
 *
 * @module
 */
export { installFormatters } from './formatters.js';
export { inspectable } from './inspectable.js';
export { toCode } from './to-code.js';
export type { ToCodeOptions } from './to-code.js';
