/** IPv6 headers, from the record. */
import { ipv6Text } from './address.js';
import { EXTENSIONS } from './extensions.js';
import { Ipv6Word } from './layout.js';
import { afterFields, readFields } from './read-fields.js';
import type { Ipv6, Ipv6Extension } from './types.js';

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

/** The `count` extension headers whose words begin at `at`: kind and next header, then fields. */
function readExtensions(w: Uint32Array, at: number, count: number, bytes: Uint8Array): Ipv6Extension[] {
  const extensions: object[] = [];
  for (; count > 0; count--) {
    const kind = w[at]! & 255;
    const [name, [, ...fields]] = Object.entries(EXTENSIONS).find(([, [known]]) => known === kind)!;
    extensions.push({ kind, name, nextHeader: w[at]! >>> 8, ...readFields(w, at + 1, fields, bytes) });
    at = afterFields();
  }
  return extensions as Ipv6Extension[];
}
