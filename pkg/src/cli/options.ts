/** Options that commands share. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { compileFilter } from '../index.js';
import type { DumpFormat, Link } from '../types.js';
import { Failure } from './failure.js';
import type { InputOptions } from './input.js';

/** A command: what it is called with, and what it does. */
export interface Command {
  /** One line for the list of commands. */
  title: string;
  usage: string;
  run: (args: readonly string[]) => Promise<void>;
}

/** What every command that reads packets takes. */
export const READING = { link: { type: 'string' }, from: { type: 'string' }, filter: { type: 'string' } } as const;

/** How usages name what all of them read. */
export const INPUT_HELP = `  hex   bytes in hex; whitespace and : - , ; . _ | between them, 0x, \\x and % before them are fine
  dump  what tcpdump, tshark, xxd, hexdump and od print, arrays and strings of programs, base64
  file  a capture (pcap, pcapng, also with gzip), hex, a dump, or one packet's bytes, by what is in the file
  -     the same from standard input
`;

/** The options of reading, for usages. */
export const READING_HELP = `  --link L     what the first byte belongs to: auto (the default), ethernet, raw, ipv4, null, loop, sll, sll2,
               or a LINKTYPE number
  --from F     the dump's format, where it should not be recognised: hex, xxd, tcpdump, base64 …
  --filter F   only packets that a display filter of Wireshark's wants: 'tcp.port == 80 && ip.src == 10.0.0.0/8'
`;

/** How commands end, for usages. */
export const EXIT_HELP = `Problems of the input are told on standard error. Exits 0 when something could be read, 1 when nothing could, 2 when the
command is wrong.
`;

/** Reads the arguments of a command. */
export function parsed<const T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new Failure((error as Error).message, 2);
  }
}

/** How to read what is given, of the options. */
export function reading(values: { link?: string | undefined; from?: string | undefined; filter?: string | undefined }): InputOptions {
  const { link, from, filter } = values;
  return {
    link: link === undefined ? 'auto' : /^\d+$/.test(link) ? Number(link) : link as Link,
    from: from as DumpFormat | undefined,
    filter: filter === undefined || filter.trim() === '' ? undefined : compileFilter(filter),
  };
}

/** Bytes in hex, for JSON; nanoseconds in text, because no number of JavaScript's has room for them. */
export function jsonValue(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex') : value;
}
