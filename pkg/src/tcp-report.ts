/** What a connection says of itself, out of the module's numbers. */
import { numbers } from './engines/tcp.js';
import { CLOSE_REASONS } from './tcp-error.js';
import { Deciding, DecisionNumber, Detail, EventNumber, Figure } from './tcp-layout.js';
import { REASONS } from './tcp-reasons.js';
import type { TcpDecision, TcpEvent, TcpInfo, TcpReceived, TcpState } from './types.js';

/** States by their number. */
export const STATES: readonly TcpState[] = [
  'CLOSED', 'LISTEN', 'SYN-SENT', 'SYN-RECEIVED', 'ESTABLISHED', 'FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSE-WAIT', 'CLOSING', 'LAST-ACK',
  'TIME-WAIT',
];

/** What became of a packet, by its number. */
export const RECEIVED: readonly TcpReceived[] = ['taken', 'not-ours', 'malformed'];

/** The event of a number; `null` where there is none. */
export function readEvent(event: EventNumber): TcpEvent | null {
  const first = numbers[Detail.First]!;
  switch (event) {
    case EventNumber.Connected: return { type: 'connected' };
    case EventNumber.Readable: return { type: 'readable' };
    case EventNumber.Writable: return { type: 'writable' };
    case EventNumber.Urgent: return { type: 'urgent', ahead: first };
    case EventNumber.PeerClosed: return { type: 'peer-closed' };
    case EventNumber.Retransmitting: return { type: 'retransmitting', times: first };
    case EventNumber.Unreachable: return { type: 'unreachable', icmpType: first, icmpCode: numbers[Detail.Second]! };
    case EventNumber.Closed: return { type: 'closed', reason: CLOSE_REASONS[first]! };
    default: return null;
  }
}

/** The decision of a number; `null` where there is none. */
export function readDecision(decision: DecisionNumber): TcpDecision | null {
  const [reason, section, text] = REASONS[numbers[Deciding.Reason]!]!;
  const why = { at: numbers[Deciding.At]!, reason, section, text };
  const before = numbers[Deciding.Before]!;
  const now = numbers[Deciding.Now]!;
  switch (decision) {
    case DecisionNumber.Sent: return { type: 'sent', sequenceNumber: before, length: now, ...why };
    case DecisionNumber.Lost: return { type: 'lost', sequenceNumber: before, length: now, ...why };
    case DecisionNumber.Window: return { type: 'window', cwnd: before, ssthresh: now, ...why };
    case DecisionNumber.State: return { type: 'state', from: STATES[before]!, to: STATES[now]!, ...why };
    default: return null;
  }
}

/** The figures. */
export function readInfo(): TcpInfo {
  const reason = figure(Figure.CloseReason);
  return {
    state: STATES[numbers[Figure.State]!]!,
    closeReason: reason === null ? null : CLOSE_REASONS[reason]!,
    srtt: figure(Figure.Srtt),
    rttvar: figure(Figure.Rttvar),
    minRtt: figure(Figure.MinRtt),
    rto: numbers[Figure.Rto]!,
    cwnd: numbers[Figure.Cwnd]!,
    ssthresh: numbers[Figure.Ssthresh]!,
    pacingRate: figure(Figure.PacingRate),
    inFlight: numbers[Figure.InFlight]!,
    sacked: numbers[Figure.Sacked]!,
    lost: numbers[Figure.Lost]!,
    sendWindow: numbers[Figure.SendWindow]!,
    receiveWindow: numbers[Figure.ReceiveWindow]!,
    mss: numbers[Figure.Mss]!,
    unacknowledged: numbers[Figure.Unacknowledged]!,
    unread: numbers[Figure.Unread]!,
    urgentAhead: figure(Figure.UrgentAhead),
    memory: numbers[Figure.Memory]!,
    segmentsSent: numbers[Figure.SegmentsSent]!,
    segmentsReceived: numbers[Figure.SegmentsReceived]!,
    bytesSent: numbers[Figure.BytesSent]!,
    bytesAcknowledged: numbers[Figure.BytesAcknowledged]!,
    bytesReceived: numbers[Figure.BytesReceived]!,
    retransmits: numbers[Figure.Retransmits]!,
    timeouts: numbers[Figure.Timeouts]!,
    spurious: numbers[Figure.Spurious]!,
    marks: numbers[Figure.Marks]!,
    duplicatesReceived: numbers[Figure.DuplicatesReceived]!,
    malformedReceived: numbers[Figure.MalformedReceived]!,
    challenges: numbers[Figure.Challenges]!,
    missedDecisions: numbers[Figure.MissedDecisions]!,
  };
}

/** A figure that may have no value. */
function figure(at: Figure): number | null {
  const number = numbers[at]!;
  return Number.isNaN(number) ? null : number;
}
