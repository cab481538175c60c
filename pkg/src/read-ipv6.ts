/** IPv6 headers, from the record. */
import { ipv6Text } from './address.js';
import { EXTENSIONS } from './extensions.js';
import { Ipv6Word, Row } from './layout.js';
import { IPV6_OPTIONS } from './options.js';
import { copy, plainOption } from './read-options.js';
import type { Ipv6, Ipv6Extension, Ipv6Option } from './types.js';

/** The header whose words begin at `at`. */
export function readIpv6(w: Uint32Array, at: number, bytes: Uint8Array): Ipv6 {
  return {
    version: 6,
    dscp: w[at + Ipv6Word.Dscp]!,
    ecn: w[at + Ipv6Word.Ecn]!,
    flowLabel: w[at + Ipv6Word.FlowLabel]!,
    payloadLength: w[at + Ipv6Word.PayloadLength]!,
    nextHeader: w[at + Ipv6Word.NextHeader]!,
    hopLimit: w[at + Ipv6Word.HopLimit]!,
    source: ipv6Text(w, at + Ipv6Word.Source),
    destination: ipv6Text(w, at + Ipv6Word.Destination),
    extensions: readExtensions(w, w[at + Ipv6Word.ExtensionsAt]!, w[at + Ipv6Word.ExtensionCount]!, bytes),
  };
}

/** The `count` extension headers whose words begin at `at`: kind and next header, then numbers and bytes, or options. */
function readExtensions(w: Uint32Array, at: number, count: number, bytes: Uint8Array): Ipv6Extension[] {
  const extensions: Ipv6Extension[] = [];
  for (; count > 0; count--) {
    const kind = w[at]! & 255;
    const [name, shape] = Object.entries(EXTENSIONS).find(([, shape]) => shape.kind === kind)!;
    const extension: Record<string, unknown> = { kind, name, nextHeader: w[at++]! >>> 8 };
    for (const [key] of shape.numbers ?? []) {
      extension[key] = key === 'moreFragments' ? w[at++] === 1 : w[at++];
    }
    if (shape.bytes !== undefined) {
      extension[shape.bytes] = copy(w, at - 1, bytes);
      at += 2;
    } else if (shape.numbers === undefined) {
      const options: Ipv6Option[] = [];
      for (let left = w[at++]!; left > 0; left--) {
        options.push(option(w, at, bytes));
        at += 1 + (w[at]! >>> 16);
      }
      extension['options'] = options;
    }
    extensions.push(extension as unknown as Ipv6Extension);
  }
  return extensions;
}

function option(w: Uint32Array, at: number, bytes: Uint8Array): Ipv6Option {
  if ((w[at]! & 255) === Row.NoOperation) return { kind: 0, name: 'pad1' };
  return plainOption(w, at, bytes, IPV6_OPTIONS) as Ipv6Option;
}
