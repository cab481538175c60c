import { Fault } from './tcp-layout.js';
import type { TcpCloseReason } from './types.js';

/** Why a connection has ended, by its number. */
export const CLOSE_REASONS: readonly TcpCloseReason[] = ['finished', 'refused', 'reset', 'aborted', 'timed-out', 'unreachable'];

/** The codes that Node has for the same. */
export type TcpErrorCode =
  | 'EPIPE' | 'ENOTCONN' | 'ECONNREFUSED' | 'ECONNRESET' | 'ECONNABORTED' | 'ETIMEDOUT' | 'EHOSTUNREACH';

const ENDED: Readonly<Record<TcpCloseReason, readonly [TcpErrorCode, string]>> = {
  finished: ['EPIPE', 'both sides have closed the connection'],
  refused: ['ECONNREFUSED', 'the peer refused the connection'],
  reset: ['ECONNRESET', 'the peer reset the connection'],
  aborted: ['ECONNABORTED', 'the connection was aborted here'],
  'timed-out': ['ETIMEDOUT', 'the peer did not answer in time'],
  unreachable: ['EHOSTUNREACH', "the peer can't be reached"],
};

/** A connection can't do what was asked of it: it has ended, this side was closed, or it has no peer yet. */
export class TcpError extends Error {
  /** `'EPIPE'` where this side was closed, `'ENOTCONN'` where there is no peer yet, otherwise why the connection ended. */
  readonly code: TcpErrorCode;

  /** Makes an error with a code of Node's and a sentence. */
  constructor(code: TcpErrorCode, message: string) {
    super(message);
    this.name = 'TcpError';
    this.code = code;
  }
}

/** The error that a fault of `write` or `read` stands for. */
export function tcpError(fault: number): TcpError {
  if (fault === Fault.Closing) return new TcpError('EPIPE', 'this side of the connection has been closed');
  if (fault === Fault.NotConnected) return new TcpError('ENOTCONN', 'the connection still waits for a peer');
  return new TcpError(...ENDED[CLOSE_REASONS[Fault.Closed - fault]!]);
}
