/** An IPv6 header, to the record. */
import { array, constant, integer, object, word } from './check.js';
import { EXTENSIONS } from './extensions.js';
import { HALF, Kind } from './fields.js';
import { At, Fill, Ipv6Word, Size } from './layout.js';
import { next, push, pushFields, writeFields } from './write-fields.js';
import type { Field } from './fields.js';
import type { Ipv6ExtensionSpec, Ipv6Spec } from './types.js';

/** In the order of `Ipv6Word`. */
const IPV6: readonly Field[] = [
  ['dscp', 63], ['ecn', 3], ['flowLabel', 0xfffff], ['payloadLength', HALF, 0, Fill.TotalLength],
  ['nextHeader', 255, Size.Computed], ['hopLimit', 255, 64], ['source', Kind.Ipv6], ['destination', Kind.Ipv6],
];

/** Writes an IPv6 header and its extension headers; gives the bits of what is to be computed. */
export function writeIpv6(w: Uint32Array, spec: Ipv6Spec): number {
  constant(spec.version, 'ipv6.', 'version', 6);
  const fill = writeFields(w, At.Ipv4, spec, 'ipv6.', IPV6);
  const extensions = array(spec.extensions, 'ipv6.extensions', Size.Extensions);
  w[At.Ipv4 + Ipv6Word.ExtensionCount] = extensions.length;
  w[At.Ipv4 + Ipv6Word.ExtensionsAt] = next;
  extensions.forEach((extension, index) => writeExtension(w, extension, `ipv6.extensions[${index}]`));
  return fill;
}

function writeExtension(w: Uint32Array, spec: Ipv6ExtensionSpec, owner: string): void {
  const { name, kind, nextHeader } = object(spec, owner);
  owner += '.';
  const [known, ...fields] = EXTENSIONS[word(name, `${owner}name`, Object.keys(EXTENSIONS))]!;
  push(w, constant(kind, owner, 'kind', known) | (integer(nextHeader, owner, 'nextHeader', 255, Size.Computed) << 8));
  pushFields(w, spec, owner, fields);
}
