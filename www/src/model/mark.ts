/** What a person points at: a node of the tree or a byte; and what lights up with it. */
import { bytesOf, fieldsAt, nodeNamed, type Frame, type Node } from './frame';

export type Mark = { readonly node: number } | { readonly byte: number };

/** What a mark lights: nodes of the tree, and one run of bits. */
export interface Light {
  readonly nodes: readonly Node[];
  /** The first bit, from the start of the frame, and the one after the last. */
  readonly start: number;
  readonly end: number;
  /** The byte itself, where a byte was pointed at. */
  readonly byte: number | null;
}

export const DARK: Light = { nodes: [], start: 0, end: 0, byte: null };

export function lightOf(frame: Frame | null, mark: Mark | null): Light {
  if (frame === null || mark === null) return DARK;
  if ('node' in mark) {
    const node = frame.nodes[mark.node];
    return node === undefined ? DARK : { nodes: [node], start: node.start, end: node.end, byte: null };
  }
  if (mark.byte >= frame.bytes.length) return DARK;
  const nodes = fieldsAt(frame, mark.byte);
  const start = Math.min(mark.byte * 8, ...nodes.map((node) => node.start));
  const end = Math.max(mark.byte * 8 + 8, ...nodes.map((node) => node.end));
  return { nodes, start, end, byte: mark.byte };
}

/** The byte that a mark is at: the first of a node's. */
export function byteOf(frame: Frame, mark: Mark | null): number {
  if (mark === null) return 0;
  const byte = 'byte' in mark ? mark.byte : bytesOf(frame.nodes[mark.node]!)[0];
  return Math.max(0, Math.min(byte, frame.bytes.length - 1));
}

/** The node that a mark is at: the first field of a byte. */
export function nodeOf(frame: Frame, mark: Mark | null): number | null {
  if (mark === null) return null;
  return 'node' in mark ? mark.node : (fieldsAt(frame, mark.byte)[0]?.id ?? null);
}

/** A mark as it stands in the address: a byte's offset, or a node's name. */
export const markText = (frame: Frame, mark: Mark): string =>
  'byte' in mark ? String(mark.byte) : frame.nodes[mark.node]!.key;

/** What `markText` wrote; nothing where the frame has no such byte or name. */
export function parseMark(frame: Frame, text: string): Mark | null {
  if (/^\d{1,9}$/.test(text)) return Number(text) < frame.bytes.length ? { byte: Number(text) } : null;
  const node = nodeNamed(frame, text);
  return node === undefined ? null : { node: node.id };
}

export function sameMark(a: Mark | null, b: Mark | null): boolean {
  if (a === null || b === null) return a === b;
  return 'node' in a ? 'node' in b && a.node === b.node : 'byte' in b && a.byte === b.byte;
}
