// Written by the test `both_sides_of_the_boundary_have_one_layout` from src/wasm/tcp/layout.rs. Do not edit:
// UPDATE=1 cargo test --features wasm tcp::layout

/** Sizes, in bytes or entries. */
export const enum Size {
  Area = 131072,
  Batch = 256,
  Numbers = 48,
  Routers = 8,
}

/** Numbers of a connection's settings. */
export const enum Setting {
  LocalAddress = 0,
  LocalPort = 1,
  RemoteAddress = 2,
  RemotePort = 3,
  Secret0 = 4,
  Secret1 = 5,
  Secret2 = 6,
  Secret3 = 7,
  SendBuffer = 8,
  ReceiveBuffer = 9,
  ReceivePieces = 10,
  Mtu = 11,
  Nagle = 12,
  AckDelay = 13,
  KeepAliveIdle = 14,
  KeepAliveInterval = 15,
  KeepAliveProbes = 16,
  UserTimeout = 17,
  R1 = 18,
  R2 = 19,
  SynR2 = 20,
  Msl = 21,
  MinRto = 22,
  MaxRto = 23,
  WindowScale = 24,
  Timestamps = 25,
  Sack = 26,
  Ecn = 27,
  InitialWindow = 28,
  ChallengeAcks = 29,
  Ttl = 30,
  Dscp = 31,
  Controller = 32,
  RouteCount = 33,
  Route = 34,
}

/** What controls congestion. */
export const enum ControllerNumber {
  Cubic = 0,
  NewReno = 1,
  Bbr = 2,
}

/** Numbers of what a connection knows of itself. */
export const enum Figure {
  State = 0,
  Srtt = 1,
  Rttvar = 2,
  MinRtt = 3,
  Rto = 4,
  Cwnd = 5,
  Ssthresh = 6,
  InFlight = 7,
  Sacked = 8,
  Lost = 9,
  SendWindow = 10,
  ReceiveWindow = 11,
  Mss = 12,
  Unacknowledged = 13,
  Unread = 14,
  Memory = 15,
  SegmentsSent = 16,
  SegmentsReceived = 17,
  BytesSent = 18,
  BytesAcknowledged = 19,
  BytesReceived = 20,
  Retransmits = 21,
  Timeouts = 22,
  Spurious = 23,
  DuplicatesReceived = 24,
  MalformedReceived = 25,
  Challenges = 26,
  UrgentAhead = 27,
  CloseReason = 28,
}

/** Numbers that come with an event. */
export const enum Detail {
  First = 0,
  Second = 1,
}

/** What an event's number stands for. */
export const enum EventNumber {
  None = 0,
  Connected = 1,
  Readable = 2,
  Writable = 3,
  Urgent = 4,
  PeerClosed = 5,
  Retransmitting = 6,
  Unreachable = 7,
  Closed = 8,
}

/** What a call gives instead of a handle or a number of bytes. */
export const enum Fault {
  WouldBlock = -1,
  Finished = -2,
  Closing = -3,
  NotConnected = -4,
  InvalidAddress = -5,
  InvalidPort = -6,
  Closed = -16,
}

/** The settings that hold where the caller sets none, by their number. */
export const DEFAULTS: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0, 0, 262144, 262144, 512, 1500, 1, 40, NaN, 75000, 9, NaN, 3, 100000, 180000, 30000, 200, 60000, 1, 1, 1, 0, 10, 10, 64, 0, 0, 0, 0,
];
