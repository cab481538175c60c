/** `drywire decode`: packets as trees of layers and fields. */
import { decode, dissect } from '../index.js';
import type { Problem } from '../types.js';
import { Failure, tell } from './failure.js';
import { open, type Item } from './input.js';
import { EXIT_HELP, INPUT_HELP, READING, READING_HELP, jsonValue, parsed, reading, type Command } from './options.js';
import { Output } from './output.js';
import { clockTime } from './time.js';
import { styles, tree } from '../tree.js';

const USAGE = `Usage: drywire decode <hex | dump | file | -> [options]

Reads packets and prints what they mean, layer by layer, with the bytes of each field.

${INPUT_HELP}
Options:
  --json       print packets as JSON, bytes in hex; drywire's encode takes them back. One packet is printed over lines,
               several are one line each
  --number N   only the Nth packet
${READING_HELP}  --strict     refuse a packet with any problem
  --help       print this

${EXIT_HELP}`;

/** The command. */
export const command: Command = { title: 'packets as trees of layers and fields', usage: USAGE, run };

const OPTIONS = {
  ...READING, json: { type: 'boolean' }, number: { type: 'string' }, strict: { type: 'boolean' },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(args, OPTIONS);
  const { json = false, strict = false } = values;
  const only = numberOf(values.number);
  const input = await open(positionals, reading(values), 'decode');
  const output = new Output();
  let isAlone: boolean | undefined;
  let count = 0;
  for await (const item of input.items()) {
    isAlone ??= !input.isCapture && (input.items() as Item[]).length === 1;
    if (only !== undefined && item.number !== only) continue;
    const isLast = only !== undefined || isAlone;
    const text = decoded(item, { json, strict, isAlone: isLast });
    await output.write(json || isLast ? text : `${count > 0 ? '\n' : ''}${heading(item)}\n${text}`);
    count++;
    if (isLast) break;
  }
  await output.flush();
  if (count === 0) throw new Failure(only === undefined ? `there are no packets in ${input.name}` : `${input.name} has no packet ${only}`, 1);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new Failure(`--number is a packet's number, from 1 on, not '${text}'`, 2);
  return Number(text);
}

function heading({ number, data, originalLength, time, comment }: Item): string {
  const length = originalLength === data.length ? `${data.length} bytes` : `${data.length} of ${originalLength} bytes`;
  const said = comment === undefined ? '' : `: ${comment.replaceAll('\n', ' ')}`;
  return `Packet ${number}, ${time === null ? '' : `${clockTime(time)}, `}${length}${said}`;
}

/** One packet. Where it is the only one, its bytes must be readable; among others, the others are. */
function decoded({ data, link, number }: Item, { json, strict, isAlone }: { json: boolean; strict: boolean; isAlone: boolean }): string {
  try {
    const packet = decode(data, { link, strict });
    if (packet.layers.length === 0 && isAlone) throw new Failure(nothingRead(packet.problems[0]), 1);
    if (json) return `${JSON.stringify(packet, jsonValue, isAlone ? 2 : undefined)}\n`;
    return tree(dissect(data, { link }), styles(process.stdout.isTTY, process.env));
  } catch (error) {
    // A capture may have interfaces that are not read.
    if (isAlone || !(error instanceof RangeError)) throw error;
    tell(`packet ${number}: ${error.message}`);
    return '';
  }
}

function nothingRead(problem: Problem | undefined): string {
  return problem === undefined ? 'nothing could be read' : `${problem.layer} at byte ${problem.offset}: ${problem.message}`;
}
