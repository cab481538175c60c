import type { LayerName, Link, Problem } from './packet.js';

/** How to dissect. */
export interface DissectOptions {
  /** What the first byte belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
}

/** How to say a frame in one line. */
export interface SummarizeOptions {
  /** What the first byte belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
  /** The frame's length on the wire in bytes, where a capture cut it short. @defaultValue the bytes that are there */
  originalLength?: number | undefined;
  /** When it was seen: the line begins with its time of day in UTC. Milliseconds since 1970, or seconds and nanoseconds. */
  timestamp?: number | { seconds: number; nanoseconds: number } | undefined;
}

/** How to ask a filter of a frame. */
export interface FilterOptions {
  /** What the first byte belongs to. @defaultValue `'auto'` */
  link?: Link | undefined;
  /** The frame's length on the wire in bytes, for `frame.len`. @defaultValue the bytes that are there */
  originalLength?: number | undefined;
}

/** How to ask a filter of many frames. */
export interface SelectOptions {
  /** What the first bytes belong to. @defaultValue `'auto'` */
  link?: Link | undefined;
  /** The frames' lengths on the wire in bytes, for `frame.len`. @defaultValue the bytes that are there */
  originalLengths?: ArrayLike<number> | undefined;
}

/** A frame as layers and fields, each with the bytes that it stands in. Plain data. */
export interface Dissection {
  /** The link type that was read, after `'auto'` was settled. */
  link: 'ethernet' | 'raw' | 'null' | 'loop' | 'sll' | 'sll2';
  /** The layers, outermost first, payload and trailer included. Together they cover every byte once. */
  layers: DissectedLayer[];
  /** All problems of the frame, as `decode` lists them. */
  problems: Problem[];
  /** The bytes that were read: the caller's own, or those that the hex text stood for. */
  bytes: Uint8Array;
}

/** What a payload may be, told by its first bytes or else by its port: the layer's text says so where it was the port. */
export type ApplicationName =
  'http' | 'tls' | 'ssh' | 'dns' | 'dhcp' | 'ntp' | 'snmp' | 'smtp' | 'ftp' | 'pop' | 'imap' | 'telnet';

/** The names of IPv6's extension headers: Wireshark's. */
export type ExtensionLayerName = 'ipv6.hopopts' | 'ipv6.routing' | 'ipv6.fraghdr' | 'ipv6.dstopts' | 'ah';

/** A layer: a header, what an application says, the payload or the trailer. */
export interface DissectedLayer {
  /**
   * Its name. Tags are part of `'ethernet'`; IPv6's extension headers, and the headers that an ICMP or ICMPv6 error quotes,
   * are layers of their own.
   */
  name: LayerName | ExtensionLayerName | ApplicationName | 'payload' | 'trailer';
  /** Its name for people, such as `'IPv4'`. */
  label: string;
  /** Where it starts, in bytes from the start of the frame. */
  offset: number;
  /** Its length in bytes. */
  length: number;
  /** One line that says what it is, such as `'10.0.0.1 → 10.0.0.2'`. */
  text: string;
  /** Its fields in wire order. They tile the layer: no gap, no overlap. */
  fields: DissectedField[];
}

/** A field: its name, its value, and the bytes and bits in which it stands. */
export interface DissectedField {
  /** Its name in Wireshark's display filters, such as `'tcp.flags.syn'`. */
  name: string;
  /** Its name for people, such as `'SYN'`. */
  label: string;
  /** Its value: a number, a flag, an address or other text, or bytes. */
  value: number | boolean | string | Uint8Array;
  /** The value for people, with its unit or meaning. */
  text: string;
  /** Where its first byte is, in bytes from the start of the frame. */
  offset: number;
  /** How many bytes it touches. */
  length: number;
  /** Which bits of those bytes, read as one big-endian number, are its own. Absent when all are. */
  bitMask?: number;
  /** The problems that stand at this field. Absent when there are none. */
  problems?: Problem[];
}
