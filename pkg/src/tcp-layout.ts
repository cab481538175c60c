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
  SendBufferLimit = 9,
  ReceiveBuffer = 10,
  ReceiveBufferLimit = 11,
  ReceivePieces = 12,
  Mtu = 13,
  Nagle = 14,
  AckDelay = 15,
  KeepAliveIdle = 16,
  KeepAliveInterval = 17,
  KeepAliveProbes = 18,
  UserTimeout = 19,
  R1 = 20,
  R2 = 21,
  SynR2 = 22,
  Msl = 23,
  MinRto = 24,
  MaxRto = 25,
  WindowScale = 26,
  Timestamps = 27,
  Sack = 28,
  Ecn = 29,
  WindowValidation = 30,
  InitialWindow = 31,
  ChallengeAcks = 32,
  Ttl = 33,
  Dscp = 34,
  Trace = 35,
  Controller = 36,
  RouteCount = 37,
  Route = 38,
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
  MissedDecisions = 29,
  PacingRate = 30,
  Marks = 31,
}

/** Numbers that come with an event. */
export const enum Detail {
  First = 0,
  Second = 1,
}

/** Numbers that come with a decision. */
export const enum Deciding {
  At = 0,
  Reason = 1,
  Before = 2,
  Now = 3,
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

/** What a decision's number stands for. */
export const enum DecisionNumber {
  None = 0,
  Sent = 1,
  Lost = 2,
  Window = 3,
  State = 4,
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
  0, 0, 0, 0, 0, 0, 0, 0, 262144, 0, 262144, 0, 512, 1500, 1, 40, NaN, 75000, 9, NaN, 3, 100000, 180000, 30000, 200, 60000, 1, 1, 1, 0, 0, 10, 10, 64, 0, 0, 0, 0, 0,
];
