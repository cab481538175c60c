/**
 * `drywire/codec`: decode, encode and tables alone, for pages that count bytes and have no bundler: a bundler takes no more
 * than this from `drywire` either, where an app imports no more.
 *
 * @module
 */
export { decode } from './decode.js';
export { encode } from './encode.js';
export { parseHex } from './hex.js';
export { PacketTable } from './table.js';
export { HexError, PacketError } from './errors.js';
export type * from './types.js';
