/** Conversations as the page shows them. */

/** What two sides said to each other, as a row. */
export interface Conversation {
  readonly number: number;
  readonly protocol: string;
  /** Who spoke first, and the other: address and port. */
  readonly ends: readonly [a: string, b: string];
  /** What each has sent. */
  readonly packets: readonly [a: number, b: number];
  readonly bytes: readonly [a: number, b: number];
  /** Seconds after the first packet of all; and how long it took. */
  readonly start: string;
  readonly duration: string;
  /** The share of segments that were sent again, from 0 to 1; nothing where there are none. */
  readonly again: number | null;
  readonly state: string;
  /** The packet that it begins with, from 0. */
  readonly first: number;
  /** Whether what was said can be shown. */
  readonly followed: boolean;
}

/** A part of a conversation. */
export interface Part {
  /** Who said it: 0 for who spoke first. */
  readonly side: 0 | 1;
  /** The packet that brought it, from 0. */
  readonly packet: number;
  /** What was said; nothing for a gap. */
  readonly data: Uint8Array | null;
  /** How many bytes. */
  readonly length: number;
}

/** What was said in a conversation, in order. */
export interface Stream {
  readonly number: number;
  readonly parts: readonly Part[];
  /** Bytes that there are and that are not shown. */
  readonly leftOut: number;
}

/** So many bytes of a conversation are shown. */
export const SHOWN = 200_000;

/** Parts that follow each other from one side are one turn, and gaps that do are one gap. */
export function turnsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const turns: Part[][] = [];
  for (const part of parts) {
    const turn = turns.at(-1);
    const before = turn?.at(-1);
    if (turn === undefined || before?.side !== part.side) turns.push([part]);
    else if (before.data === null && part.data === null) turn[turn.length - 1] = { ...before, length: before.length + part.length };
    else turn.push(part);
  }
  return turns;
}

/** Bytes as people read them: what is no letter is a dot. */
export function readable(data: Uint8Array): string {
  let text = '';
  for (let at = 0; at < data.length; at++) {
    const byte = data[at]!;
    if (byte === 13 && data[at + 1] === 10) continue;
    text += byte === 10 ? '\n' : byte === 9 ? '\t' : byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
  }
  return text;
}
