/** What each preset shows, in one sentence, and where the rule stands. */
import type { Base } from './model/settings';

export interface About {
  readonly label: string;
  /** What to look at. */
  readonly look: string;
  readonly rfc: string;
}

export const ABOUT: Readonly<Record<Base, About>> = {
  handshake: {
    label: 'Three-way handshake',
    look: 'Each side’s SYN is acknowledged once: three segments, and both are ESTABLISHED half a round trip apart.',
    rfc: 'RFC 9293 3.5',
  },
  'simultaneous-open': {
    label: 'Simultaneous open',
    look: 'The two SYNs cross: both sides go through SYN-RECEIVED, and one connection comes of it, not two.',
    rfc: 'RFC 9293 3.5, figure 7',
  },
  'fast-retransmit': {
    label: 'Fast retransmit',
    look: 'One segment is lost; the acknowledgments of those behind it tell, and it is sent again long before the timer.',
    rfc: 'RFC 5681 3.2, RFC 8985',
  },
  'tail-loss': {
    label: 'Tail loss',
    look: 'The last segment is lost and nothing behind it can tell: a probe asks after two round trips.',
    rfc: 'RFC 8985 7',
  },
  'zero-window': {
    label: 'Zero window',
    look: 'The reader pauses, its window closes, and the sender probes at growing intervals until it opens again.',
    rfc: 'RFC 9293 3.8.6.1',
  },
  'half-close': {
    label: 'Half close',
    look: 'The left is done and sends its FIN; the right still sends for a while, from CLOSE-WAIT.',
    rfc: 'RFC 9293 3.6',
  },
  'spurious-timeout': {
    label: 'Spurious timeout',
    look: 'The path turns slow and a timer goes off though nothing was lost: look at how cwnd comes back.',
    rfc: 'RFC 5682',
  },
  'congestion-marks': {
    label: 'Congestion marks',
    look: 'The queue marks packets before it is full: the peer echoes it (ECE), cwnd shrinks, CWR says so, and nothing is lost.',
    rfc: 'RFC 3168 6.1',
  },
  transfer: {
    label: 'Bulk transfer',
    look: 'A long flow over a path that loses one packet in a hundred: look at the saw of cwnd after each loss.',
    rfc: 'RFC 9438 4',
  },
};

export const ENDINGS = {
  quiet: 'nothing more would happen',
  time: 'its time was over',
  packets: '50,000 packets had been sent',
  stuck: 'time did not go on',
} as const;
