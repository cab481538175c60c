/**
 * `drywire/codec`: decode, encode and tables alone, over a small build of the same module, for pages that count bytes.
 * All that is exported here works as it does from `drywire`.
 *
 * @module
 */
export { decode } from './decode.js';
export { encode } from './encode.js';
export { parseHex } from './hex.js';
export { PacketTable } from './table.js';
export { HexError, PacketError } from './errors.js';
export type * from './types.js';
