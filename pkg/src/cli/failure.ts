/** What ends a command, said to a person. */

/** The command can't be carried out: what to say, and the exit code. 1: what was given can't be read. 2: the command is wrong. */
export class Failure extends Error {
  readonly code: 1 | 2;

  constructor(message: string, code: 1 | 2) {
    super(message);
    this.code = code;
  }
}

/** Says something on standard error. */
export function tell(message: string): void {
  process.stderr.write(`drywire: ${message}\n`);
}
