// What modules and apps may weigh, and which imports the package's readers are told the weight of.

/** What of `drywire` is the codec: the bundler leaves out the rest, with its WebAssembly. */
const CODEC = ['decode', 'encode', 'parseHex', 'PacketTable', 'PacketError', 'HexError'];

/** What a page for decoding whatever people paste imports. */
const DECODE_PAGE = ['decode', 'dissect', 'summarize', 'parseDump', 'readCapture'];

/**
 * A module by its group, or an app by its imports. `allowed` is what a size may be meanwhile where its limit has not been reached.
 *
 * @type {{ name: string, limit: number, allowed?: number, module?: string, from?: string, names?: string[] }[]}
 */
export const LIMITS = [
  { name: 'size-codec', module: 'codec', limit: 10_000 },
  // The codec and TCP: what is for people has modules of its own. Over its limit since recovery, CUBIC and BBR came (RFC 8985,
  // 6937, 5682, 9438), with which it may be 45 kB.
  { name: 'size-all', module: 'full', limit: 35_000, allowed: 39_800 },
  { name: 'size-entry', from: 'drywire', names: CODEC, limit: 20_000 },
  // With what came before its time, for the page: short, and held to where it is. Its module has the summaries too: a page takes
  // both, and they share the parser.
  { name: 'size-entry:dissect', from: 'drywire', names: [...CODEC, 'dissect'], limit: 20_000, allowed: 37_200 },
  // At its limit, and Brotli's result moves by 50 to 100 B with any four bytes; benches/README.md says what weighs what.
  { name: 'size-decode-page', from: 'drywire/inspect', names: DECODE_PAGE, limit: 45_000, allowed: 45_300 },
  // From `drywire`, where each of them has a module of its own.
  { name: 'size-decode-page:groups', from: 'drywire', names: DECODE_PAGE, limit: 55_200 },
  // The other groups have no limit of their own: each is held to where it is.
  { name: 'size-dump', module: 'dump', limit: 14_500 },
  { name: 'size-capture', module: 'capture', limit: 3_400 },
  { name: 'size-capture-write', module: 'capture-write', limit: 3_050 },
  { name: 'size-flow', module: 'flow', limit: 33_700 },
  { name: 'size-filter', module: 'filter', limit: 27_850 },
];

/** Rows of the table in pkg/README.md. */
export const TABLE = [
  { from: 'drywire', names: ['decode'] },
  { from: 'drywire', names: ['decode', 'encode', 'PacketTable'] },
  { from: 'drywire', names: ['dissect'] },
  { from: 'drywire', names: ['summarize'] },
  { from: 'drywire', names: ['parseDump'] },
  { from: 'drywire', names: ['readCapture'] },
  { from: 'drywire', names: ['readTable'] },
  { from: 'drywire', names: ['writeCapture'] },
  { from: 'drywire', names: ['readFlows'] },
  { from: 'drywire', names: ['compileFilter'] },
  { from: 'drywire', names: ['TcpConnection'] },
  { from: 'drywire/inspect', names: DECODE_PAGE },
  { from: 'drywire/sim', names: ['simulate'] },
];
