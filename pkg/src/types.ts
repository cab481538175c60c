/**
 * Every public type of the package. A decoded packet is plain data: objects, arrays, strings, numbers, booleans and
 * `Uint8Array`; it logs, clones, compares and serialises as it looks.
 */
export type * from './types/packet.js';
export type * from './types/link.js';
export type * from './types/ipv4.js';
export type * from './types/ipv6.js';
export type * from './types/icmp.js';
export type * from './types/transport.js';
export type * from './types/spec.js';
export type * from './types/columns.js';
export type * from './types/dissection.js';
export type * from './types/dump.js';
export type * from './types/flow.js';
export type * from './types/capture.js';
export type * from './types/tcp.js';
