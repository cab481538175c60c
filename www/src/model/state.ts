/** All that the page knows, and how it changes. */
import { HexError, dissect, parseHex } from 'drywire';
import { EXAMPLES, type Example } from '../words/examples';
import { frameOf, type Frame } from './frame';
import { spaced } from './hex';
import { byteOf, nodeOf, parseMark, sameMark, type Mark } from './mark';
import type { LinkChoice, Place } from './place';

/** Where the packet that is shown came from: the address keeps a different history of each. */
export type Origin = 'address' | 'typing' | 'choice';

export interface State {
  /** What stands in the text field. */
  readonly text: string;
  readonly link: LinkChoice;
  /** The last packet that could be read; nothing for no bytes. */
  readonly frame: Frame | null;
  /** Why the text is not hex; `frame` is then that of an earlier text. */
  readonly error: HexError | null;
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
  | { type: 'link'; link: LinkChoice }
  | { type: 'place'; place: Place | null }
  | { type: 'select'; mark: Mark | null }
  | { type: 'hover'; mark: Mark | null }
  | { type: 'open'; nodes: readonly number[]; open: boolean }
  | { type: 'names' };

/** The state that an address stands for; the first example where it says nothing. */
export function stateAt(place: Place | null): State {
  const { hex, link, at } = place ?? { hex: EXAMPLES[0]!.hex, link: 'auto' as const, at: EXAMPLES[0]!.at };
  const empty: State = {
    text: '', link, frame: null, error: null, origin: 'address', selected: null, hovered: null, open: new Set(), names: false,
  };
  return tidy(withText(empty, hex, 'address'), at);
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'text': return withText(state, action.text, action.origin);
    case 'example': return tidy(withText({ ...state, link: 'auto' }, action.example.hex, 'choice'), action.example.at);
    case 'link': return withText({ ...state, link: action.link }, state.text, 'choice');
    case 'place': return { ...stateAt(action.place), names: state.names };
    case 'select': return select(state, action.mark);
    case 'hover': return sameMark(state.hovered, action.mark) ? state : { ...state, hovered: action.mark };
    case 'open': return { ...state, open: toggled(state.open, action.nodes, action.open) };
    case 'names': return { ...state, names: !state.names };
  }
}

function withText(state: State, text: string, origin: Origin): State {
  try {
    const bytes = parseHex(text);
    const frame = bytes.length === 0 ? null : frameOf(dissect(bytes, { link: state.link }));
    return { ...state, text, origin, error: null, ...shown(state, frame) };
  } catch (error) {
    if (!(error instanceof HexError)) throw error;
    return { ...state, text, origin, error };
  }
}

/** The same with its text as people read it, and something selected. */
function tidy(state: State, at: string | null): State {
  if (state.error !== null || state.frame === null) return state;
  const readable = { ...state, text: spaced(state.frame.bytes) };
  return at === null ? readable : select(readable, parseMark(state.frame, at));
}

/** A new frame in view. While the same layers stand in it, what was open and selected stays so. */
function shown(state: State, frame: Frame | null): Pick<State, 'frame' | 'selected' | 'hovered' | 'open'> {
  if (frame !== null && state.frame !== null && outline(frame) === outline(state.frame)) {
    return { frame, selected: state.selected, hovered: null, open: state.open };
  }
  return { frame, selected: null, hovered: null, open: new Set(frame?.layers ?? []) };
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
