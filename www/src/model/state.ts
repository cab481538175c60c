/** All that the page knows, and how it changes. */
import type { DumpWarning, DumpedPacket, DumpFormat, Link, LinkGuess } from 'drywire';
import { EXAMPLES, type Example } from '../words/examples';
import type { FormatChoice } from '../words/formats';
import { frameOf, type Frame } from './frame';
import { dissectAs } from './link';
import { digits, spaced } from './hex';
import { byteOf, markText, nodeOf, parseMark, sameMark, type Mark } from './mark';
import type { LinkChoice, Place } from './place';
import { byteAt, isFault, readText, type Fault } from './reading';

/** Where the packet that is shown came from: the address keeps a different history of each. */
export type Origin = 'address' | 'typing' | 'choice' | 'walk';

/** A packet as it was found, in a text or in a capture. */
export interface Found {
  readonly data: Uint8Array;
  /** What its first byte belongs to, as the text or the capture says, or the bytes. */
  readonly link: Link;
  /** What the bytes by themselves speak for. */
  readonly guess: LinkGuess;
  /** When it was captured, for people; empty where nothing says. */
  readonly time?: string;
  /** Its length before the capture cut it. */
  readonly original?: number;
  /** What somebody wrote to it. */
  readonly comment?: string;
}

/** A text, and what was last read from it. */
export interface TextRead {
  readonly format: DumpFormat;
  readonly packets: readonly DumpedPacket[];
  readonly warnings: readonly DumpWarning[];
}

export interface State {
  /** What stands in the text field. */
  readonly text: string;
  /** How it is to be read. */
  readonly format: FormatChoice;
  readonly link: LinkChoice;
  /** The last text that could be read; nothing where there was none, or where a capture is shown. */
  readonly read: TextRead | null;
  /** Which packet is shown, of the text's or the capture's. */
  readonly index: number;
  readonly found: Found | null;
  /** The packet that is shown. */
  readonly frame: Frame | null;
  /** Why the text gives no packets; `frame` is then that of an earlier text. */
  readonly error: Fault | null;
  readonly origin: Origin;
  readonly selected: Mark | null;
  readonly hovered: Mark | null;
  /** The nodes whose children are shown. */
  readonly open: ReadonlySet<number>;
  /** Whether the tree names each field as Wireshark does. */
  readonly names: boolean;
}

export type Action =
  | { type: 'text'; text: string; origin: Origin }
  | { type: 'example'; example: Example }
  | { type: 'format'; format: FormatChoice }
  | { type: 'link'; link: LinkChoice }
  | { type: 'place'; place: Place | null }
  /** Another packet of the text. */
  | { type: 'packet'; index: number }
  /** A packet of a capture. */
  | { type: 'found'; index: number; found: Found; origin: Origin }
  /** A place in the text: the byte that stands there. */
  | { type: 'spot'; at: number }
  | { type: 'select'; mark: Mark | null }
  | { type: 'hover'; mark: Mark | null }
  | { type: 'open'; nodes: readonly number[]; open: boolean }
  | { type: 'names' };

const EMPTY: State = {
  text: '', format: 'auto', link: 'auto', read: null, index: 0, found: null, frame: null, error: null, origin: 'address',
  selected: null, hovered: null, open: new Set(), names: false,
};

/** The state that an address stands for; the first example where it says nothing. */
export function stateAt(place: Place | null): State {
  const { hexes, packet, link, at } = place ?? { hexes: [EXAMPLES[0]!.hex], packet: 0, link: 'auto' as const, at: EXAMPLES[0]!.at };
  const text = hexes.length === 1 ? hexes[0]! : hexes.join('\n\n');
  const read = withText({ ...EMPTY, link }, text, 'address');
  return tidy(packet === 0 ? read : withPacket(read, packet, 'address'), at);
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'text': return withText({ ...state, format: action.text === '' ? 'auto' : state.format }, action.text, action.origin);
    case 'example': return tidy(withText({ ...state, link: 'auto', format: 'auto' }, action.example.hex, 'choice'), action.example.at);
    case 'format': return withText({ ...state, format: action.format }, state.text, 'choice');
    case 'link': return withLink(state, action.link);
    case 'place': return { ...stateAt(action.place), names: state.names };
    case 'packet': return withPacket(state, action.index, 'walk');
    case 'found': return withFound({ ...state, index: action.index, read: null, error: null }, action.found, action.origin);
    case 'spot': return withSpot(state, action.at);
    case 'select': return select(state, action.mark);
    case 'hover': return sameMark(state.hovered, action.mark) ? state : { ...state, hovered: action.mark };
    case 'open': return { ...state, open: toggled(state.open, action.nodes, action.open) };
    case 'names': return { ...state, names: !state.names };
  }
}

function withText(state: State, text: string, origin: Origin): State {
  let format = state.format;
  let reading = readText(text, format, state.link);
  // A format that was chosen for another text gives way to a new one that it does not fit.
  if (origin === 'choice' && text !== state.text && format !== 'auto' && reading !== null && isFault(reading)) {
    format = 'auto';
    reading = readText(text, format, state.link);
  }
  if (reading === null) return { ...state, text, format, origin, error: null, read: null, index: 0, found: null, ...shown(state, null, origin) };
  if (isFault(reading)) return { ...state, text, format, origin, error: reading };
  // Whoever types into one of several packets goes on to look at it.
  const index = origin === 'typing' && reading.packets.length === state.read?.packets.length ? state.index : 0;
  return withFound({ ...state, text, format, error: null, read: reading, index }, reading.packets[index]!, origin);
}

function withPacket(state: State, index: number, origin: Origin): State {
  const packet = state.read?.packets[index];
  return packet === undefined || index === state.index ? state : withFound({ ...state, index }, packet, origin);
}

function withFound(state: State, found: Found, origin: Origin): State {
  const link = state.link === 'auto' ? found.link : state.link;
  const frame = found.data.length === 0 ? null : frameOf(dissectAs(found.data, link));
  return { ...state, found, origin, ...shown(state, frame, origin) };
}

function withLink(state: State, link: LinkChoice): State {
  const next = { ...state, link };
  return state.read !== null || state.found === null ? withText(next, state.text, 'choice') : withFound(next, state.found, 'choice');
}

function withSpot(state: State, at: number): State {
  if (state.read === null || state.error !== null) return state;
  const spot = byteAt(state.read.packets, at);
  return spot === null ? state : select(withPacket(state, spot.packet, 'walk'), { byte: spot.byte });
}

/** The same with its text as people read it, and something selected. */
function tidy(state: State, at: string | null): State {
  if (state.error !== null || state.frame === null || state.read === null) return state;
  const { packets } = state.read;
  const text = packets.map(({ data }) => spaced(data)).join('\n\n');
  const again = readText(text, 'auto', state.link);
  const same = again !== null && !isFault(again) && again.packets.length === packets.length
    && again.packets.every(({ data }, index) => digits(data) === digits(packets[index]!.data));
  const readable = same ? { ...state, text, read: again } : state;
  return at === null ? readable : select(readable, parseMark(state.frame, at));
}

/** A new frame in view. Where one packet follows another, what was open and selected stays so as far as the new one has it. */
function shown(state: State, frame: Frame | null, origin: Origin): Pick<State, 'frame' | 'selected' | 'hovered' | 'open'> {
  const old = state.frame;
  if (frame !== null && old !== null && outline(frame) === outline(old)) return { frame, selected: state.selected, hovered: null, open: state.open };
  if (frame === null || old === null || origin !== 'walk') return { frame, selected: null, hovered: null, open: new Set(frame?.layers ?? []) };
  const before = new Map(old.nodes.map(({ id, key }) => [key, state.open.has(id)]));
  const open = new Set(frame.nodes.filter(({ key, kind }) => before.get(key) ?? kind === 'layer').map(({ id }) => id));
  const kept = state.selected !== null && 'node' in state.selected ? parseMark(frame, markText(old, state.selected)) : null;
  return { frame, selected: kept, hovered: null, open };
}

const outline = (frame: Frame): string =>
  [frame.bytes.length, ...frame.nodes.map(({ key, start, end }) => `${key}:${start}:${end}`)].join(' ');

/** Selects, and opens whatever hides the field. */
function select(state: State, mark: Mark | null): State {
  const { frame } = state;
  if (frame === null || sameMark(state.selected, mark)) return state;
  const open = new Set(state.open);
  const start = nodeOf(frame, mark);
  for (let id = start === null ? null : frame.nodes[start]!.parent; id !== null; id = frame.nodes[id]!.parent) open.add(id);
  return { ...state, selected: mark, open };
}

function toggled(open: ReadonlySet<number>, nodes: readonly number[], into: boolean): ReadonlySet<number> {
  const next = new Set(open);
  for (const node of nodes) into ? next.add(node) : next.delete(node);
  return next;
}

/** Where the arrow keys start in the bytes. */
export const cursor = (state: State): number => (state.frame === null ? 0 : byteOf(state.frame, state.selected));
