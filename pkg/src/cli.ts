/** The command line: `drywire decode <hex | file | ->`. */
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { HexError, PacketError, decode, dissect, parseHex } from './index.js';
import { plainHex } from './address.js';
import { styles, tree } from './cli-tree.js';
import type { Link, Problem } from './types.js';

declare const __VERSION__: string;

const USAGE = `Usage: drywire decode <hex | file | -> [options]

Reads one packet and prints what it means.

  hex   its bytes in hex; whitespace and : - , ; . _ | between them, 0x, \\x and % before them are fine
  file  its bytes, or its hex, by what is in the file
  -     the same from standard input

Options:
  --json     print the packet as JSON, bytes in hex; drywire's encode takes it back
  --link L   what the first byte belongs to: auto (the default), ethernet, raw, ipv4, null, loop, sll, sll2,
             or a LINKTYPE number
  --strict   refuse a packet with any problem
  --help     print this
  --version  print the version

Exits 0 when something could be read, 1 when nothing could (or, with --strict, when there is a problem), 2 when the
command is wrong.
`;

/** The command can't be carried out: what to say, and the exit code. */
class Failure extends Error {
  readonly code: 1 | 2;

  constructor(message: string, code: 1 | 2) {
    super(message);
    this.code = code;
  }
}

const OPTIONS = {
  json: { type: 'boolean' },
  link: { type: 'string' },
  strict: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

function main(args: readonly string[]): string {
  const { values, positionals } = parsed(args);
  if (values.help === true) return USAGE;
  if (values.version === true) return `${__VERSION__}\n`;
  const [command, ...rest] = positionals;
  if (command === undefined) throw new Failure(`no command\n\n${USAGE.trimEnd()}`, 2);
  if (command !== 'decode') throw new Failure(`there is no command '${command}'; the command is: decode`, 2);
  return decoded(bytesOf(rest), linkOf(values.link), values.strict === true, values.json === true);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Failure((error as Error).message, 2);
  }
}

function linkOf(text: string | undefined): Link {
  return text === undefined ? 'auto' : /^\d+$/.test(text) ? Number(text) : text as Link;
}

function decoded(bytes: Uint8Array, link: Link, strict: boolean, json: boolean): string {
  const packet = decode(bytes, { link, strict });
  if (packet.layers.length === 0) throw new Failure(nothingRead(bytes, packet.problems[0]), 1);
  if (json) return `${JSON.stringify(packet, (_, value) => value instanceof Uint8Array ? plainHex(value) : value, 2)}\n`;
  return tree(dissect(bytes, { link }), styles(process.stdout.isTTY, process.env));
}

function nothingRead(bytes: Uint8Array, problem: Problem | undefined): string {
  if (bytes.length === 0) return 'there are no bytes to read';
  return problem === undefined ? 'nothing could be read' : `${problem.layer} at byte ${problem.offset}: ${problem.message}`;
}

/** The bytes that the arguments stand for: standard input, a file, or hex in one argument or several. */
function bytesOf(args: readonly string[]): Uint8Array {
  const [first] = args;
  if (first === undefined) throw new Failure('decode what? Give hex, a file, or - for standard input', 2);
  if (args.length > 1) return hex(args.join(' '), 'the arguments');
  if (first === '-') return content(readFileSync(0), 'standard input');
  if (isFile(first)) return content(readFileSync(first), first);
  try {
    return parseHex(first);
  } catch (error) {
    if (!(error instanceof HexError)) throw error;
    throw new Failure(`not hex, and there is no file of this name: ${error.message}`, 1);
  }
}

function isFile(path: string): boolean {
  // Hex is often longer than a path may be: then there is no such file.
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function hex(text: string, source: string): Uint8Array {
  try {
    return parseHex(text);
  } catch (error) {
    throw error instanceof HexError ? new Failure(`${source}: ${error.message}`, 1) : error;
  }
}

/** The bytes that a file stands for: itself, unless all of it is printable text. */
function content(file: Uint8Array, source: string): Uint8Array {
  const format = captureFormat(file);
  if (format !== undefined) throw new Failure(captureAdvice(source, format), 1);
  const isText = file.every((byte) => (byte >= 32 && byte < 127) || (byte >= 9 && byte <= 13));
  return isText ? hex(new TextDecoder().decode(file), source) : file;
}

const CAPTURES: Readonly<Record<string, string>> = {
  a1b2c3d4: 'pcap', d4c3b2a1: 'pcap', a1b23c4d: 'pcap', '4d3cb2a1': 'pcap', '0a0d0d0a': 'pcapng',
};

function captureFormat(file: Uint8Array): string | undefined {
  return CAPTURES[plainHex(file.subarray(0, 4))];
}

function captureAdvice(source: string, format: string): string {
  return `${source} is a ${format} capture, and captures can't be read yet: give one packet of it, such as Wireshark's `
    + '"Copy … as a Hex Stream" puts on the clipboard';
}

function fail(error: unknown): void {
  if (!isKnown(error)) throw error;
  process.stderr.write(`drywire: ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.code : error instanceof RangeError ? 2 : 1;
}

/** An error that the message explains; a file that can't be read is one, too. */
function isKnown(error: unknown): error is Error {
  const kinds = [Failure, PacketError, RangeError];
  return kinds.some((kind) => error instanceof kind) || (error instanceof Error && 'syscall' in error);
}

// `drywire … | head -1`: whoever reads has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  process.stdout.write(main(process.argv.slice(2)));
} catch (error) {
  fail(error);
}
