/** What the lab runs, and what it tells. Times are in milliseconds from the start of a run, fractions allowed. */
import type { OwnBytes } from './packet.js';

/** Two hosts, what their users do, and the path between them. All that is left out takes its default. */
export interface Scenario {
  /** Where all chance comes from: an integer from 0 on. Default 1. */
  seed?: number;
  /** What the hosts speak. Default `'tcp'`. */
  protocol?: 'tcp' | 'udp';
  /** The network between the two. */
  path?: ScenarioPath;
  /** Packets from left to right that are lost, by their number in that direction, from 1. */
  dropToRight?: number[];
  /** Packets from right to left that are lost. */
  dropToLeft?: number[];
  /** The host at the left, 10.0.0.1. */
  left?: ScenarioSide;
  /** The host at the right, 10.0.0.2. */
  right?: ScenarioSide;
  /** The run ends here at the latest. Default a minute. */
  until?: number;
}

/** The network between the two hosts: the same both ways. */
export interface ScenarioPath {
  /** Bits per second; `null` for a path that takes no time to send. Default 10,000,000. */
  rate?: number | null;
  /** How long a packet is on its way. Default 10. */
  delay?: number;
  /** Up to how much longer it may be. Default 0. */
  jitter?: number;
  /** How many bytes may wait for their turn; what finds no room is lost. Default 25,000. */
  queue?: number;
  /**
   * Where more bytes than this wait, a packet is marked, if its sender takes part in explicit congestion notification
   * (RFC 3168). Default `null`: none is.
   */
  mark?: number | null;
  /** The longest packet in bytes. Default 1,500. */
  mtu?: number;
  /** The probability that a packet is lost, from 0 to 1. Default 0. */
  loss?: number;
  /** The probability that a packet is overtaken by those of the next 20 ms. Default 0. */
  reorder?: number;
  /** The probability that a packet arrives twice. Default 0. */
  duplicate?: number;
  /** When nothing gets through. */
  outage?: { from: number; until: number } | null;
  /** When everything takes `extra` longer. */
  slow?: { from: number; until: number; extra: number } | null;
}

/** A host and its user. */
export interface ScenarioSide {
  /** What its user does. */
  steps?: ScenarioStep[];
  /** What controls congestion. Default `'cubic'`. */
  controller?: Controller;
  /** How many bytes may wait to be sent or acknowledged. Default 262,144; at most 16 MiB are given. */
  sendBuffer?: number;
  /** How many bytes may wait to be read. Default 262,144; at most 16 MiB are given. */
  receiveBuffer?: number;
  /** Whether selective acknowledgment is offered (RFC 2018). Default true. */
  sack?: boolean;
  /** Whether timestamps are offered (RFC 7323). Default true. */
  timestamps?: boolean;
  /** Whether window scaling is offered (RFC 7323). Default true. */
  windowScale?: boolean;
  /** Whether small segments wait while data is under way (RFC 9293 3.7.4). Default true. */
  nagle?: boolean;
  /** Whether explicit congestion notification is offered, and agreed to where the peer offers it (RFC 3168). Default false. */
  ecn?: boolean;
}

/** What controls congestion: RFC 5681 and 6582; RFC 9438 and 9406; or a model of the path, paced. */
export type Controller = 'new-reno' | 'cubic' | 'bbr';

/** One thing that a user does, and when. */
export type ScenarioStep =
  & { at: number }
  & ({ do: 'listen' | 'connect' | 'close' | 'abort' | 'pause' | 'resume' } | { do: 'write'; bytes: number });

/** What became of a scenario. */
export interface Run {
  /** Every packet, in the order in which they were sent. */
  packets: RunPacket[];
  /** What the host at the left did and saw. */
  left: RunSide;
  /** What the host at the right did and saw. */
  right: RunSide;
  /** When the last thing happened. */
  endedAt: number;
  /** Why the run ended: nothing more would happen; its time was over; 50,000 packets had been sent; time did not go on. */
  ending: 'quiet' | 'time' | 'packets' | 'stuck';
  /** All packets as lines of text, 100 columns wide. */
  ladder: string;
  /** All packets as a capture file, with a comment at those that something happened to. */
  pcapng: OwnBytes;
}

/** One packet, from its sender's hand to what became of it. */
export interface RunPacket {
  /** Whether the host at the left sent it. */
  fromLeft: boolean;
  /** Its number in its direction, from 1: what `dropToRight` and `dropToLeft` take. A copy has its original's. */
  number: number;
  /** When it was sent. */
  sentAt: number;
  /** When it arrived; `null` where it did not. */
  arrivedAt: number | null;
  /** Why it did not; `null` where it did or is under way. */
  lost: string | null;
  /** Its flags, numbers and options in words; numbers count from each side's SYN, windows are scaled. */
  label: string;
  /** Its length in bytes with its IPv4 header. */
  length: number;
  /** The bytes of the stream or of the datagram that it carries. */
  payload: number;
  /** Whether it carries data or a flag that was sent before. */
  again: boolean;
  /** Whether the path made it: the second copy. */
  copy: boolean;
  /** Why it was sent, in words; `null` over UDP. */
  why: string | null;
  /** Where the rule stands by which it was sent, such as `'RFC 8985 6.2'`; `null` over UDP. */
  section: string | null;
}

/** What one side did and saw. States, decisions, events and samples are empty over UDP. */
export interface RunSide {
  /** Its changes of state, each with its cause and the section that has the rule, such as `'RFC 9293 3.10.4'`. */
  states: { at: number; from: string; to: string; why: string; section: string }[];
  /**
   * What it held to be lost, and each change of its congestion window but for growth by acknowledgments, of which the samples tell;
   * each with its cause and the section that has the rule.
   */
  decisions: { at: number; what: string; why: string; section: string }[];
  /** What its user was told. */
  events: { at: number; what: string }[];
  /** Its sender's figures, a column each; a row stands where a figure changed. Sizes are in bytes. */
  samples: {
    at: number[];
    cwnd: number[];
    /** `null` before the first loss. */
    ssthresh: (number | null)[];
    inFlight: number[];
    sendWindow: number[];
    /** Bytes a second; `null` where the controller does not pace. */
    pacing: (number | null)[];
    /** `null` before the first measurement. */
    srtt: (number | null)[];
    rto: number[];
  };
  /** Bytes that its user had to send. */
  written: number;
  /** Bytes that its user has read, over UDP those of all datagrams that came. */
  received: number;
  /** Of what was read, how many bytes were not what was sent at their place: over TCP always 0. */
  wrong: number;
  /** Datagrams that came a second time. */
  duplicates: number;
  /** Datagrams that came after a later one. */
  late: number;
  /** Segments sent again. */
  retransmits: number;
}
