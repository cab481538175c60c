/**
 * drywire: packets to plain objects and back. The WebAssembly inside is instantiated at first use; there is nothing to
 * await or to configure.
 *
 * @module
 */
export { decode } from './decode.js';
export { dissect } from './dissect.js';
export { encode } from './encode.js';
export { parseHex } from './hex.js';
export { PacketTable } from './table.js';
export { HexError, PacketError } from './errors.js';
export type * from './types.js';
