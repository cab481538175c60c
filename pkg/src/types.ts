/**
 * Every public type of the package. A decoded packet is plain data: objects, arrays, strings, numbers, booleans and
 * `Uint8Array`; it logs, clones, compares and serialises as it looks.
 */
export type * from './types/packet.ts';
export type * from './types/link.ts';
export type * from './types/ipv4.ts';
export type * from './types/icmp.ts';
export type * from './types/transport.ts';
export type * from './types/spec.ts';
export type * from './types/columns.ts';
export type * from './types/dissection.ts';
