/**
 * drywire: packets to plain objects and back. The WebAssembly inside is instantiated at first use; there is nothing to
 * await or to configure. The codec and the dissector are modules of their own, so that a bundler leaves out what an app
 * does not import.
 *
 * @module
 */
export { HexError, PacketError, PacketTable, decode, encode, parseHex } from './codec.js';
export { dissect } from './dissect.js';
export type * from './types.js';
