/** An ICMP or ICMPv6 header, to the record. */
import { constant, integer, word } from './check.js';
import { HALF } from './fields.js';
import { Fill, IcmpWord } from './layout.js';
import { writeFields } from './write-fields.js';
import type { Field } from './fields.js';
import type { Messages } from './icmp-messages.js';
import type { IcmpSpec, Icmpv6Spec } from './types.js';

const COMMON: readonly Field[] = [['code', 255], ['checksum', HALF, 0, Fill.TransportChecksum]];

/** Writes a header by the table of its messages; gives the bits of what is to be computed. */
export function writeIcmp(w: Uint32Array, spec: IcmpSpec | Icmpv6Spec, owner: string, messages: Messages): number {
  const name = word(spec.name, `${owner}name`, Object.keys(messages), 'unknown');
  const [type, ...fields] = messages[name]!;
  w[IcmpWord.Type] = type === null ? integer(spec.type, owner, 'type', 255, null) : constant(spec.type, owner, 'type', type);
  w[IcmpWord.Second] = 0;
  writeFields(w, IcmpWord.First, spec, owner, fields);
  return writeFields(w, IcmpWord.Code, spec, owner, COMMON);
}
