/**
 * drywire: packets to plain objects and back, and TCP connections without I/O. The WebAssembly inside is instantiated at
 * first use; there is nothing to await or to configure. The codec, the dissector, dumps and TCP are modules of their own, so that a
 * bundler leaves out what an app does not import.
 *
 * @module
 */
export { HexError, PacketError, PacketTable, decode, encode, parseHex } from './codec.js';
export { Capture, CaptureError, readCapture } from './capture.js';
export { readTable } from './capture-table.js';
export { streamCapture, writeCapture } from './capture-write.js';
export { dissect } from './dissect.js';
export { Summarizer, summarize } from './summarize.js';
export { DumpError, guessLink, parseDump } from './dump.js';
export { sniff } from './sniff.js';
export type { Sniffed } from './sniff.js';
export { formatDump } from './dump-write.js';
export { Filter, FilterError, compileFilter } from './filter.js';
export { FlowTable, readFlows } from './flow.js';
export { TcpConnection, TcpError } from './tcp.js';
export type { TcpErrorCode } from './tcp.js';
export type * from './types.js';
