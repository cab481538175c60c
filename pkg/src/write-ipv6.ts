/** An IPv6 header, to the record. */
import { array, bytes, flag, given, integer, ipv6, object, word, wrongValue } from './check.js';
import { EXTENSIONS } from './extensions.js';
import { writeFields } from './fields.js';
import { At, Fill, Head, Ipv6Word, LayerNumber, Size } from './layout.js';
import { writeIpv6Options } from './write-options.js';
import { blob, push, rowsEnd } from './writer.js';
import type { Spec } from './check.js';
import type { Field } from './fields.js';
import type { Ipv6ExtensionSpec, Ipv6Spec } from './types.js';

/** In the order of `Ipv6Word`. */
const IPV6: readonly Field[] = [
  ['dscp', 63], ['ecn', 3], ['flowLabel', 0xfffff], ['payloadLength', 0xffff, 0, Fill.TotalLength],
  ['nextHeader', 255, Size.Computed], ['hopLimit', 255, 64],
];

/** Writes an IPv6 header and its extension headers; gives the bits of what is to be computed. */
export function writeIpv6(w: Uint32Array, spec: Ipv6Spec): number {
  const at = At.Ipv4;
  const fill = writeFields(w, at, object(spec, 'ipv6'), 'ipv6.', IPV6);
  const { version, source, destination } = spec;
  if (integer(version, 'ipv6.', 'version', 15, 6) !== 6) throw wrongValue('ipv6.version', '6', version);
  w[Head.Network] = LayerNumber.Ipv6;
  w.set(ipv6(source, 'ipv6.source'), at + Ipv6Word.Source);
  w.set(ipv6(destination, 'ipv6.destination'), at + Ipv6Word.Destination);
  const extensions = array(spec.extensions, 'ipv6.extensions', Size.Extensions);
  w[at + Ipv6Word.ExtensionCount] = extensions.length;
  w[at + Ipv6Word.ExtensionsAt] = rowsEnd;
  extensions.forEach((extension, index) => writeExtension(w, extension, `ipv6.extensions[${index}]`));
  return fill;
}

function writeExtension(w: Uint32Array, spec: Ipv6ExtensionSpec, owner: string): void {
  const extension = object(spec, owner) as Spec;
  const name = word(extension['name'], `${owner}.name`, Object.keys(EXTENSIONS));
  const { kind, numbers, bytes: key } = EXTENSIONS[name]!;
  owner += '.';
  const found = integer(extension['kind'], owner, 'kind', 255, kind);
  if (found !== kind) throw wrongValue(`${owner}kind`, String(kind), found);
  push(w, kind | (integer(extension['nextHeader'], owner, 'nextHeader', 255, Size.Computed) << 8));
  for (const [key, maximum, byDefault, , unit] of numbers ?? []) {
    push(w, key === 'moreFragments'
      ? Number(flag(extension[key], owner + key)) : integer(extension[key], owner, key, maximum, byDefault, unit));
  }
  if (key !== undefined) {
    const data = bytes(given(extension[key], owner + key), owner + key);
    push(w, blob(data, owner + key, 2048));
    push(w, data.length);
  } else if (numbers === undefined) writeIpv6Options(w, extension['options'] as readonly object[] | undefined, `${owner}options`);
}
