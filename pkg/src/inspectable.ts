import { dissected, isDissection, isPacket } from './results.js';
import { styles, tree } from './tree.js';
import type { Dissection, Packet } from './types.js';

/** What Node's `util.inspect`, and with it `console.log`, asks an object for. */
const CUSTOM: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom');

interface InspectOptions {
  colors?: boolean;
  stylize?: (text: string, style: string) => string;
}

/**
 * Lets a packet or a dissection show itself in Node as a tree of layers and fields: in `console.log`, in the shell of `node`, in
 * the messages of failed assertions. It stays plain data: what is added is one property that is not enumerable, so that
 * comparing, cloning and serialising it give what they gave before; a clone has it no more.
 *
 * `decode` does not do this by itself: it would cost more than the decoding.
 *
 * @param value - What `decode` or `dissect` gave. It is shown as it is when it is shown: with all changes.
 * @returns The same object.
 * @throws `TypeError` for anything else.
 *
 * @example
 * ```js
 * import { inspect } from 'node:util';
 * import { decode } from 'drywire';
 * import { inspectable } from 'drywire/devtools';
 *
 * const packet = inspectable(decode('4500001c000100004011 66ce 0a000001 0a000002 30390035 0008 bb81'));
 * console.log(inspect(packet).split('\n')[0]); // IPv4  10.0.0.1 → 10.0.0.2, UDP, length 28  [0-19]
 * console.log(JSON.stringify(packet.layers)); // ["ipv4","udp"]
 * ```
 */
export function inspectable<T extends Packet | Dissection>(value: T): T {
  if (!isPacket(value) && !isDissection(value)) throw new TypeError('value must be what decode or dissect gave');
  if (!Object.hasOwn(value, CUSTOM)) Object.defineProperty(value, CUSTOM, { value: shown, configurable: true, writable: true });
  return value;
}

/** One function for all, called with the object as `this`. */
function shown(this: unknown, depth: number, options: InspectOptions = {}): unknown {
  const dissection = isDissection(this) ? this : isPacket(this) ? dissected(this) : undefined;
  // What can't be written is shown as what it is.
  if (dissection === undefined) return plain(this as object);
  if (depth < 0) {
    const text = `[${dissection.layers.map(({ label }) => label).join(' > ')}]`;
    return options.stylize === undefined ? text : options.stylize(text, 'special');
  }
  return tree(dissection, styles(options.colors === true, {})).trimEnd();
}

/** The same data without the property. */
function plain(value: object): object {
  return { ...value };
}
