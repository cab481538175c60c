/** The command line: `drywire decode`, `summary` and others. */
import { statSync } from 'node:fs';
import { CaptureError, DumpError, FilterError, HexError, PacketError } from '../index.js';
import { command as convert } from './convert.js';
import { command as decode } from './decode.js';
import { Failure, tell } from './failure.js';
import { command as flows } from './flows.js';
import { command as follow } from './follow.js';
import type { Command } from './options.js';
import { endWithReader } from './output.js';
import { command as summary } from './summary.js';

declare const __VERSION__: string;

const COMMANDS: Readonly<Record<string, Command>> = { decode, summary, flows, follow, convert };
const NAMES = Object.keys(COMMANDS);

const USAGE = `Usage: drywire <command> <hex | dump | file | -> [options]

Commands:
${NAMES.map((name) => `  ${name.padEnd(10)} ${COMMANDS[name]!.title}`).join('\n')}

\`drywire <command> --help\` says what each takes, and how it ends. \`drywire --version\` prints the version.
`;

async function main(args: readonly string[]): Promise<void> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return print(`${__VERSION__}\n`);
  if (name === undefined) throw new Failure(`no command\n\n${USAGE.trimEnd()}`, 2);
  if (name === '--help' || name === '-h' || name === 'help') return print(COMMANDS[rest[0] ?? '']?.usage ?? USAGE);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name]! : undefined;
  if (command === undefined) throw new Failure(unknown(name), 2);
  // What follows `--` is no option.
  const options = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
  if (options.includes('--help') || options.includes('-h')) return print(command.usage);
  return command.run(rest);
}

function unknown(name: string): string {
  const isInput = name === '-' || /^[\da-f]{8}/i.test(name) || statSync(name, { throwIfNoEntry: false })?.isFile() === true;
  const said = `there is no command '${name}'; the commands are: ${NAMES.join(', ')}`;
  return isInput ? `${said}. Did you mean: drywire decode ${name}` : said;
}

function print(text: string): void {
  process.stdout.write(text);
}

function fail(error: unknown): void {
  if (!isKnown(error)) throw error;
  tell(error instanceof FilterError ? `--filter: ${error.message}` : inOurWords(error.message));
  process.exitCode = error instanceof Failure ? error.code : error instanceof RangeError || error instanceof FilterError ? 2 : 1;
}

/** Options as they are called here. */
function inOurWords(message: string): string {
  return message.replace(/^options\.link/, '--link').replace(/^options\.format/, '--from');
}

/** An error that the message explains; a file that can't be read is one, too. */
function isKnown(error: unknown): error is Error {
  const kinds = [Failure, PacketError, CaptureError, DumpError, FilterError, HexError, RangeError];
  return kinds.some((kind) => error instanceof kind) || (error instanceof Error && 'syscall' in error);
}

endWithReader();
await main(process.argv.slice(2)).catch(fail);
