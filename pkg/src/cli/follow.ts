/** `drywire follow`: what was said in a conversation. */
import type { FlowSide, StreamChunk } from '../types.js';
import { formatDump } from '../index.js';
import { styles } from '../tree.js';
import { conversations, endName } from './conversations.js';
import { Failure, tell } from './failure.js';
import { open } from './input.js';
import { EXIT_HELP, INPUT_HELP, READING, READING_HELP, jsonValue, parsed, reading, type Command } from './options.js';
import { Output } from './output.js';

const USAGE = `Usage: drywire follow N <file | - | dump> [options]

Prints what was said in conversation N of \`drywire flows\`: of TCP, each side's stream put in order, with its gaps.

${INPUT_HELP}
Options:
  --side S     only what a said, or b: the bytes alone, as they are, unless --hex or --json says otherwise
  --hex        bytes in lines with offsets, instead of text with a dot for what is no character
  --json       print a JSON object for each part, on a line of its own: from, data (hex, null for a gap), length,
               packet, timestamp (nanoseconds since 1970, as text)
${READING_HELP}  --help       print this

${EXIT_HELP}`;

/** The command. */
export const command: Command = { title: 'what was said in a conversation', usage: USAGE, run };

const OPTIONS = { ...READING, side: { type: 'string' }, hex: { type: 'boolean' }, json: { type: 'boolean' } } as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals: [which, ...rest] } = parsed(args, OPTIONS);
  const number = numberOf(which);
  const side = sideOf(values.side);
  const input = await open(rest, reading(values), 'follow a conversation of');
  const table = await conversations(input, { streams: [number] });
  try {
    const count = table.conversationCount;
    if (number >= count) {
      throw new Failure(`there is no conversation ${number} in ${input.name}, which has ${count}: \`drywire flows\` lists them`, 1);
    }
    const { a, b } = table.conversation(number);
    const stream = table.followStream(number);
    if (stream.leftOut > 0) tell(`${stream.leftOut} bytes of the conversation were more than is kept, and are left out`);
    if (stream.chunks.length === 0) tell(`nothing was said in conversation ${number}: there are headers alone`);
    const output = new Output();
    const chunks = stream.chunks.filter(({ from }) => side === undefined || from === side);
    if (values.json === true) for (const chunk of chunks) await output.write(`${JSON.stringify(chunk, jsonValue)}\n`);
    else if (side !== undefined && values.hex !== true) await raw(chunks, output);
    else await spoken(chunks, { a: endName(a), b: endName(b) }, values.hex === true, output);
    await output.flush();
  } finally {
    table.release();
  }
}

function numberOf(text: string | undefined): number {
  if (text === undefined) throw new Failure('follow which conversation? Give its number, as `drywire flows` lists it, and a file', 2);
  if (!/^\d{1,9}$/.test(text)) throw new Failure(`a conversation's number comes first, as \`drywire flows\` lists it, not '${text}'`, 2);
  return Number(text);
}

function sideOf(text: string | undefined): FlowSide | undefined {
  if (text === undefined || text === 'a' || text === 'b') return text;
  throw new Failure(`--side must be a or b, not '${text}'`, 2);
}

async function raw(chunks: readonly StreamChunk[], output: Output): Promise<void> {
  for (const { from, data, length, packet } of chunks) {
    if (data === null) tell(`${length} bytes of ${from} are missing, as packet ${packet} shows`);
    else await output.bytes(data);
  }
}

async function spoken(chunks: readonly StreamChunk[], names: Record<FlowSide, string>, isHex: boolean, output: Output): Promise<void> {
  const style = styles(process.stdout.isTTY, process.env);
  for (const chunk of chunks) {
    const { from, data, length, packet } = chunk;
    await output.write(`${style.place(`${from} ${names[from]}, packet ${packet}, ${length} bytes${data === null ? ' that are missing' : ''}`)}\n`);
    const text = shown(chunk, isHex);
    await output.write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
  }
}

/** Text as far as it is ASCII: what a terminal would take for a command is a dot. */
function shown({ data }: StreamChunk, isHex: boolean): string {
  if (data === null) return '';
  if (isHex) return formatDump(data, 'hexdump-c');
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1').replace(/\r\n/g, '\n').replace(/[^\n\t -~]/g, '.');
}
