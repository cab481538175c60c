/** An ICMP or ICMPv6 header, to the record. */
import { integer, ipv4, object, word, wrongValue } from './check.js';
import { writeFields } from './fields.js';
import { ICMP, ICMPV6 } from './icmp-messages.js';
import { Fill, Head, IcmpWord, LayerNumber } from './layout.js';
import type { IcmpSpec, Icmpv6Spec } from './types.js';

/** Writes an ICMP header; gives the bits of what is to be computed. */
export function writeIcmp(w: Uint32Array, icmp: IcmpSpec): number {
  w[Head.Transport] = LayerNumber.Icmp;
  return writeMessage(w, icmp, 'icmp');
}

/** Writes an ICMPv6 header; gives the bits of what is to be computed. */
export function writeIcmpv6(w: Uint32Array, icmpv6: Icmpv6Spec): number {
  w[Head.Transport] = LayerNumber.Icmpv6;
  return writeMessage(w, icmpv6, 'icmpv6');
}

function writeMessage(w: Uint32Array, spec: IcmpSpec | Icmpv6Spec, layer: 'icmp' | 'icmpv6'): number {
  object(spec, layer);
  const messages = layer === 'icmp' ? ICMP : ICMPV6;
  const owner = `${layer}.`;
  const name = word(spec.name, `${owner}name`, Object.keys(messages), 'unknown');
  const [type, ...fields] = messages[name]!;
  const found = integer(spec.type, owner, 'type', 255, type < 0 ? null : type);
  if (type >= 0 && found !== type) throw wrongValue(`${owner}type`, `${type} where ${owner}name is '${name}'`, found);
  w[IcmpWord.Type] = found;
  w[IcmpWord.Second] = 0;
  if (spec.name === 'redirect') w[IcmpWord.First] = ipv4(spec.gateway, `${owner}gateway`);
  else writeFields(w, IcmpWord.First, spec, owner, fields);
  return writeFields(w, IcmpWord.Code, spec, owner, [['code', 255], ['checksum', 0xffff, 0, Fill.TransportChecksum]]);
}
