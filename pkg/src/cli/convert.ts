/** `drywire convert`: captures and dumps to other formats. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDump, streamCapture } from '../index.js';
import type { WrittenFormat } from '../types.js';
import { Failure } from './failure.js';
import { open, type Input, type Item } from './input.js';
import { EXIT_HELP, INPUT_HELP, READING, READING_HELP, parsed, reading, type Command } from './options.js';

const CAPTURES = ['pcap', 'pcapng'] as const;
const TEXTS: readonly WrittenFormat[] = [
  'hex', 'percent', '0x-list', 'c-array', 'go-slice', 'c-string', 'python-bytes', 'scapy', 'base64', 'data-url', 'node-buffer', 'node-json',
  'tcpdump', 'tshark', 'xxd', 'hexdump-c',
];

const USAGE = `Usage: drywire convert <file | - | dump> --to FORMAT [options]
       drywire convert <file | - | dump> --output FILE.pcap [options]

Writes packets in another format.

${INPUT_HELP}
Options:
  --to FORMAT  pcap, pcapng, or a text: hex, xxd, tcpdump, tshark, hexdump-c, base64, data-url, c-array, c-string,
               0x-list, go-slice, python-bytes, scapy, node-buffer, node-json, percent
  -o, --output FILE
               where to; by default standard output. FILE.pcap and FILE.pcapng say the format as well
${READING_HELP}  --help       print this

Captures keep times, lengths on the wire and comments, as far as the format has room for them. Times of a dump that name
no zone are taken for UTC. In texts, packets stand apart by an empty line.

${EXIT_HELP}`;

/** The command. */
export const command: Command = { title: 'captures and dumps to other formats', usage: USAGE, run };

const OPTIONS = { ...READING, to: { type: 'string' }, output: { type: 'string', short: 'o' } } as const;

type Target = (typeof CAPTURES)[number] | WrittenFormat;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(args, OPTIONS);
  const { output } = values;
  const to = target(values.to, output);
  const input = await open(positionals, reading(values), 'convert');
  const isFile = output !== undefined && output !== '-';
  if (isFile && positionals.includes(output)) throw new Failure(`${output} would be written while it is read: name another file`, 2);
  const isCapture = to === 'pcap' || to === 'pcapng';
  if (isCapture && !isFile && process.stdout.isTTY) {
    throw new Failure(`${to} is no text: say where to with --output FILE.${to}, or with > FILE.${to}`, 2);
  }
  const chunks = isCapture ? streamCapture(specs(input), { format: to }) : texts(input, to);
  await pipeline(Readable.from(chunks), isFile ? createWriteStream(output) : process.stdout, { end: isFile });
}

function target(to: string | undefined, output: string | undefined): Target {
  const format = to ?? /\.(pcap|pcapng)$/.exec(output ?? '')?.[1];
  const known: readonly string[] = [...CAPTURES, ...TEXTS];
  if (format === undefined) throw new Failure(`convert to what? Say --to FORMAT: ${known.join(', ')}`, 2);
  if (!known.includes(format)) throw new Failure(`--to must be one of ${known.join(', ')}, not '${format}'`, 2);
  return format as Target;
}

async function* specs(input: Input): AsyncGenerator<Omit<Item, 'number' | 'time'>> {
  let count = 0;
  for await (const { data, link, originalLength, timestamp, comment } of input.items()) {
    count++;
    yield { data, link, originalLength, timestamp, ...(comment === undefined ? {} : { comment }) };
  }
  refuseNone(count, input);
}

async function* texts(input: Input, format: WrittenFormat): AsyncGenerator<string> {
  let count = 0;
  for await (const { data, link } of input.items()) {
    const text = formatDump(data, format, { link });
    yield `${count > 0 ? '\n' : ''}${text.endsWith('\n') ? text : `${text}\n`}`;
    count++;
  }
  refuseNone(count, input);
}

function refuseNone(count: number, { name }: Input): void {
  if (count === 0) throw new Failure(`there are no packets in ${name}`, 1);
}
