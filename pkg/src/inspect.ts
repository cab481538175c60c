/**
 * `drywire/inspect`: what reads, whatever people paste or drop. One WebAssembly module has all of it, so that there is one parser
 * and one allocator: less than half of what the same functions take from `drywire`, where each group has a module of its own.
 * They are the same but for `summarize`, which takes bytes alone, as nothing here writes a packet.
 *
 * @module
 */
export { decode } from './decode.js';
export { dissect } from './dissect.js';
export { Summarizer, summarize } from './summarize-bytes.js';
export { DumpError, guessLink, parseDump } from './dump.js';
export { sniff } from './sniff.js';
export type { Sniffed } from './sniff.js';
export { Capture, CaptureError, readCapture } from './capture.js';
export { parseHex } from './hex.js';
export { HexError, PacketError } from './errors.js';
export type * from './types.js';
