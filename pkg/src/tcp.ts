/**
 * TCP connections, with a module of their own.
 *
 * @module
 */
export { TcpConnection } from './tcp-connection.js';
export { TcpError } from './tcp-error.js';
export type { TcpErrorCode } from './tcp-error.js';
export type * from './types.js';
