/** A dissection as the page needs it: a tree of nodes, each with its bits, and the way back from a byte to its fields. */
import type { DissectedField, DissectedLayer, Dissection, Problem } from 'drywire';
import { groupsOf } from './groups';

/** A layer, a field, or a run of fields that belong together. */
export interface Node {
  /** Its index in `Frame.nodes`, which is in the order of the tree. */
  readonly id: number;
  readonly kind: 'layer' | 'group' | 'field';
  /** 1 for a layer, one more for each step down. */
  readonly level: number;
  readonly parent: number | null;
  readonly children: number[];
  /** Its name in the address: `tcp`, `tcp.flags.syn`, or `tcp.option_kind,3` for the third of that name. */
  readonly key: string;
  /** Its name in Wireshark's display filters, where it has one. */
  readonly filter: string | null;
  readonly label: string;
  readonly text: string;
  /** Its bits, counted from the start of the frame: `start` is the first, `end` the one after the last. */
  readonly start: number;
  readonly end: number;
  readonly problems: readonly Problem[];
  /** Which layer it is or belongs to, as an index into `Frame.layers`. */
  readonly layer: number;
}

/** What a layer is for: tint and underline follow it. */
export type Role = 'link' | 'network' | 'transport' | 'application' | 'payload' | 'trailer';

export interface Frame {
  readonly bytes: Uint8Array;
  readonly dissection: Dissection;
  readonly nodes: readonly Node[];
  /** The layers' nodes, outermost first. */
  readonly layers: readonly number[];
  /** For each byte, the first field that has bits in it, as a node. */
  readonly firstField: Uint32Array;
}

const ROLES: Record<string, Role> = {
  ethernet: 'link', vlan: 'link', null: 'link', loop: 'link', sll: 'link', sll2: 'link',
  arp: 'network', ipv4: 'network', ipv6: 'network', ah: 'network',
  'ipv6.hopopts': 'network', 'ipv6.routing': 'network', 'ipv6.fraghdr': 'network', 'ipv6.dstopts': 'network',
  tcp: 'transport', udp: 'transport', icmp: 'transport', icmpv6: 'transport',
  payload: 'payload', trailer: 'trailer',
};

/** Wireshark's names for whole layers, where they differ from ours. */
const FILTERS: Record<string, string> = {
  ethernet: 'eth', ipv4: 'ip', loop: 'null', sll2: 'sll',
};

export const roleOf = (frame: Frame, layer: number): Role => roleNamed(frame.dissection.layers[layer]!.name);

/** A layer's role by its name: all that are not named here are applications' protocols. */
export const roleNamed = (name: string): Role => ROLES[name] ?? 'application';

/** The innermost header, which is what the packet is for; but of what an ICMP message quotes, nothing. */
export const headline = ({ dissection }: Frame): DissectedLayer | undefined => headlineOf(dissection);

/** The same of a dissection. */
export function headlineOf({ layers }: Dissection): DissectedLayer | undefined {
  const headers = layers.filter(({ name }) => name !== 'payload' && name !== 'trailer');
  return headers.find(({ name }) => /^icmp/.test(name)) ?? headers.at(-1);
}

/** Arranges a dissection as a tree. */
export function frameOf(dissection: Dissection): Frame {
  const builder = new Builder();
  dissection.layers.forEach((layer, index) => builder.layer(layer, index));
  const { nodes, layers } = builder;
  return { bytes: dissection.bytes, dissection, nodes, layers, firstField: firstFields(nodes, dissection.bytes.length) };
}

/** The fields that have bits in a byte, in wire order. */
export function fieldsAt(frame: Frame, byte: number): Node[] {
  const fields: Node[] = [];
  for (let id = frame.firstField[byte] ?? frame.nodes.length; id < frame.nodes.length; id++) {
    const node = frame.nodes[id]!;
    if (node.start >= byte * 8 + 8) break;
    if (isLeaf(node) && node.end > byte * 8) fields.push(node);
  }
  return fields;
}

/** Whether a node holds bits of its own: a field, or a layer that is one. */
export const isLeaf = ({ children }: Node): boolean => children.length === 0;

/** The node of a name from the address. */
export const nodeNamed = (frame: Frame, key: string): Node | undefined => frame.nodes.find((node) => node.key === key);

/** A node's first byte and the one after its last. */
export const bytesOf = (node: Node): [first: number, end: number] => [node.start >> 3, (node.end + 7) >> 3];

/** The bits of a field, counted from the start of the frame. */
function bitsOf({ offset, length, bitMask }: DissectedField): [start: number, end: number] {
  const end = (offset + length) * 8;
  if (bitMask === undefined || bitMask === 0) return [offset * 8, end];
  const highest = 31 - Math.clz32(bitMask);
  const lowest = 31 - Math.clz32(bitMask & -bitMask);
  return [end - 1 - highest, end - lowest];
}

class Builder {
  readonly nodes: Node[] = [];
  readonly layers: number[] = [];
  readonly #seen = new Map<string, number>();

  layer(layer: DissectedLayer, index: number): void {
    const start = layer.offset * 8;
    const { name, label, text, fields } = layer;
    const end = start + layer.length * 8;
    // A payload is one field of the same name: twice would be once too often.
    const only = fields.length === 1 && fields[0]!.label === label ? fields[0]! : null;
    const filter = only?.name ?? (name in FILTERS ? FILTERS[name]! : name);
    const problems = only?.problems ?? [];
    const node = this.#add({ kind: 'layer', parent: null, name, filter, label, text, start, end, problems, layer: index });
    this.layers.push(node.id);
    if (only !== null) return;
    for (const group of groupsOf(fields)) {
      if ('field' in group) this.#field(group.field, node);
      else this.#group(group, node);
    }
  }

  #group({ name, filter, label, text, fields }: Exclude<ReturnType<typeof groupsOf>[number], { field: unknown }>, parent: Node): void {
    const start = bitsOf(fields[0]!)[0];
    const end = bitsOf(fields.at(-1)!)[1];
    const node = this.#add({ kind: 'group', parent, name, filter, label, text, start, end, problems: [], layer: parent.layer });
    for (const field of fields) this.#field(field, node);
  }

  #field(field: DissectedField, parent: Node): void {
    const [start, end] = bitsOf(field);
    const { name, label, text, problems = [] } = field;
    this.#add({ kind: 'field', parent, name, filter: name, label, text, start, end, problems, layer: parent.layer });
  }

  #add({ parent, name, ...rest }: Omit<Node, 'id' | 'level' | 'parent' | 'children' | 'key'> & { parent: Node | null; name: string }): Node {
    const count = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, count);
    const key = count === 1 ? name : `${name},${count}`;
    const node: Node = { ...rest, id: this.nodes.length, level: (parent?.level ?? 0) + 1, parent: parent?.id ?? null, children: [], key };
    parent?.children.push(node.id);
    this.nodes.push(node);
    return node;
  }
}

function firstFields(nodes: readonly Node[], length: number): Uint32Array {
  const first = new Uint32Array(length).fill(nodes.length);
  for (const node of nodes) {
    if (!isLeaf(node) || node.end === node.start) continue;
    const [from, to] = bytesOf(node);
    for (let byte = from; byte < to && byte < length; byte++) first[byte] = Math.min(first[byte]!, node.id);
  }
  return first;
}
