/** Text in, packets out; and where there are none, why, and where in the text. */
import { DumpError, HexError, parseDump, parseHex, type Dump } from 'drywire/inspect';
import type { FormatChoice } from '../words/formats';
import type { LinkChoice } from './place';

/** Why a text gives no packets. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  /** Its place in the text; both 0 where it is about all of the text. */
  readonly start: number;
  readonly end: number;
}

/** Reads text as it looks or as one format; nothing where there is no text. */
export function readText(text: string, format: FormatChoice, link: LinkChoice): Dump | Fault | null {
  if (text.trim() === '') return null;
  try {
    return parseDump(text, { link, ...(format !== 'auto' && { format }) });
  } catch (error) {
    if (!(error instanceof DumpError)) throw error;
    const fault = { code: error.code, message: error.message.replace(/ \(from character \d+ of the text\)$/, ''), start: error.start, end: error.end };
    return (fault.end === 0 && format === 'auto' && hexFault(text)) || fault;
  }
}

export const isFault = (reading: Dump | Fault): reading is Fault => 'message' in reading;

/** Whether the fault has a place in the text. */
export const hasPlace = ({ end }: Fault): boolean => end > 0;

/** What keeps a text from being hex, if it is hex for the most part: then that one character is the matter. */
function hexFault(text: string): Fault | null {
  const digits = text.match(/[0-9a-f]/gi)?.length ?? 0;
  if (digits * 2 < text.replace(/\s/g, '').length) return null;
  try {
    parseHex(text);
    return null;
  } catch (error) {
    if (!(error instanceof HexError)) throw error;
    const length = String.fromCodePoint(text.codePointAt(error.index) ?? 0x20).length;
    return { code: 'hex', message: error.message, start: error.index, end: error.index + length };
  }
}

/** The packet and the byte that stand at a place in the text. */
export function byteAt(packets: readonly { places: Uint32Array }[], at: number): { packet: number; byte: number } | null {
  for (let packet = 0; packet < packets.length; packet++) {
    const { places } = packets[packet]!;
    if (places.length === 0 || at > places[places.length - 1]!) continue;
    let [low, high] = [0, places.length / 2 - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle * 2 + 1]! < at) low = middle + 1;
      else high = middle;
    }
    return places[low * 2]! <= at ? { packet, byte: low } : null;
  }
  return null;
}

/** The parts of the text in which a run of bytes stands: bytes that only a blank parts are one part. */
export function partsOf(places: Uint32Array, text: string, first: number, end: number): [start: number, end: number][] {
  const parts: [number, number][] = [];
  for (let byte = first; byte < end && byte * 2 + 1 < places.length; byte++) {
    const [from, to] = [places[byte * 2]!, places[byte * 2 + 1]!];
    const last = parts.at(-1);
    if (last !== undefined && from >= last[1] && /^[ ,:-]{0,2}$/.test(text.slice(last[1], from))) last[1] = to;
    else parts.push([from, to]);
  }
  return parts;
}
