/** `drywire flows`: the conversations of a capture. */
import type { Conversation } from '../types.js';
import { conversations, endName, protocolName } from './conversations.js';
import { tell } from './failure.js';
import { open } from './input.js';
import { EXIT_HELP, INPUT_HELP, READING, READING_HELP, jsonValue, parsed, reading, type Command } from './options.js';
import { Output } from './output.js';

const USAGE = `Usage: drywire flows <file | - | dump> [options]

Lists the conversations: of TCP, each connection. \`drywire follow N …\` prints what was said in number N.

${INPUT_HELP}
Options:
  --json       print a JSON object for each conversation, on a line of its own: both ends with packets, bytes and round
               trips, start (nanoseconds since 1970, as text), duration (ms), state
${READING_HELP}  --help       print this

Columns: packets and bytes from a to b and back; duration in seconds; how far a connection has come; the share of
segments that were sent again; the connection's first round trip.

${EXIT_HELP}`;

/** The command. */
export const command: Command = { title: 'the conversations, with packets, bytes, state and losses', usage: USAGE, run };

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(args, { ...READING, json: { type: 'boolean' } });
  const input = await open(positionals, reading(values), 'flows of');
  const table = await conversations(input, { streams: false });
  if (table.conversationCount === 0) tell(`no packet of ${input.name} belongs to a conversation: ARP, ICMP errors and fragments that stay alone do not`);
  const output = new Output();
  try {
    if (values.json === true) {
      for (const conversation of table.conversations()) await output.write(`${JSON.stringify(conversation, jsonValue)}\n`);
    } else {
      for (const line of lines([...table.conversations()].map(row))) await output.write(`${line}\n`);
    }
  } finally {
    table.release();
  }
  await output.flush();
}

const HEAD = ['#', 'proto', 'a', 'b', 'packets', 'bytes', 'seconds', 'state', 'again', 'rtt'];
/** Columns of numbers end in line; the others begin so. */
const NUMBERS = new Set([0, 4, 5, 6, 8, 9]);

function row(conversation: Conversation): string[] {
  const { number, a, b, duration, state, retransmitShare, initialRtt } = conversation;
  const again = a.retransmissions + b.retransmissions === 0 ? '' : `${(retransmitShare * 100).toFixed(1)} %`;
  return [
    String(number), protocolName(conversation), endName(a), endName(b), `${a.packets} + ${b.packets}`, `${a.bytes} + ${b.bytes}`,
    (duration / 1000).toFixed(3), state ?? '', again, initialRtt === null ? '' : `${initialRtt.toFixed(3)} ms`,
  ];
}

function lines(rows: readonly string[][]): string[] {
  const all = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => all.reduce((width, cells) => Math.max(width, cells[column]!.length), 0));
  const cell = (text: string, column: number): string => NUMBERS.has(column) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!);
  return all.map((cells) => cells.map(cell).join('  ').trimEnd());
}
