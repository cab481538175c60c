/** `drywire summary`: a line for each packet, as tcpdump prints it. */
import { Summarizer, summarize } from '../index.js';
import { Failure } from './failure.js';
import { open, type Item } from './input.js';
import { EXIT_HELP, INPUT_HELP, READING, READING_HELP, jsonValue, parsed, reading, type Command } from './options.js';
import { Output } from './output.js';

const USAGE = `Usage: drywire summary <file | - | dump> [options]

Prints a line for each packet, as tcpdump -nn does: times of day in UTC, sequence numbers from each connection's first.

${INPUT_HELP}
Options:
  --absolute   sequence numbers as they stand in the segments
  --no-time    leave the times out
  --json       print a JSON object for each packet, on a line of its own: number, timestamp (nanoseconds since 1970, as
               text), link, length, summary
${READING_HELP}  --help       print this

${EXIT_HELP}`;

/** The command. */
export const command: Command = { title: 'a line for each packet, as tcpdump prints it', usage: USAGE, run };

const OPTIONS = {
  ...READING, absolute: { type: 'boolean' }, 'no-time': { type: 'boolean' }, json: { type: 'boolean' },
} as const;

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parsed(args, OPTIONS);
  const input = await open(positionals, reading(values), 'summary of');
  const summarizer = new Summarizer();
  const isTimed = values['no-time'] !== true && values.json !== true;
  const say = ({ data, link, originalLength, time }: Item): string => {
    const options = { link, originalLength, timestamp: isTimed && time !== null ? time : undefined };
    try {
      return values.absolute === true ? summarize(data, options) : summarizer.line(data, options);
    } catch (error) {
      // A capture may have interfaces that are not read.
      if (!input.isCapture || !(error instanceof RangeError)) throw error;
      return `link type ${link} is not read, length ${originalLength}`;
    }
  };
  const output = new Output();
  let count = 0;
  for await (const item of input.items()) {
    const { number, timestamp, link, originalLength: length } = item;
    const summary = say(item);
    await output.write(`${values.json === true ? JSON.stringify({ number, timestamp, link, length, summary }, jsonValue) : summary}\n`);
    count++;
  }
  await output.flush();
  if (count === 0) throw new Failure(`there are no packets in ${input.name}`, 1);
}
