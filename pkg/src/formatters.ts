import { dissected, isDissection, isPacket } from './results.js';
import { summarize } from './summarize.js';
import type { DissectedField, DissectedLayer, Dissection, Packet, Problem } from './types.js';

/** An element as developer tools take it: a tag, attributes, children. */
type JsonMl = readonly [tag: string, attributes: object, ...children: unknown[]];

/** Says how an object that the formatter itself hands to the tools is to be shown. */
interface Config {
  /** Only objects of this very module's calls have it. */
  readonly by: typeof MARK;
  /** The layer's frame; absent for an object that is to be shown as any other. */
  readonly bytes?: Uint8Array;
}

/** What developer tools ask. */
interface Formatter {
  header(object: unknown, config?: unknown): JsonMl | null;
  hasBody(object: unknown, config?: unknown): boolean;
  body(object: unknown, config?: unknown): JsonMl | null;
}

/** Marks the formatter, so that another copy of the package knows it. */
const MARK: unique symbol = /* @__PURE__ */ Symbol.for('drywire.formatter');
/** Bytes of a field that are shown beside it. */
const SHOWN = 16;

const LIST = { style: 'list-style: none; padding: 0; margin: 0 0 0 12px' };
const FAINT = { style: 'opacity: 0.6' };
const WRONG = { style: 'color: #d32f2f' };

/**
 * Lets the developer tools of Chrome, Edge and Firefox, also where they look into Node, show packets and dissections as layers
 * that unfold into fields, each with its bytes. Custom formatters must be switched on in the settings of the tools. Other
 * objects are shown as ever. To install them twice changes nothing.
 *
 * @returns A function that takes the formatters away again.
 *
 * @example
 * ```js
 * import { installFormatters } from 'drywire/devtools';
 *
 * const uninstall = installFormatters();
 * console.log(globalThis.devtoolsFormatters.length); // 1
 * uninstall();
 * console.log(globalThis.devtoolsFormatters.length); // 0
 * ```
 */
export function installFormatters(): () => void {
  const tools = globalThis as { devtoolsFormatters?: unknown };
  const there: unknown[] = Array.isArray(tools.devtoolsFormatters) ? tools.devtoolsFormatters : [];
  if (!there.some((one) => typeof one === 'object' && one !== null && MARK in one)) there.push(formatter);
  tools.devtoolsFormatters = there;
  return () => {
    const at = there.findIndex((one) => typeof one === 'object' && one !== null && MARK in one);
    if (at >= 0) there.splice(at, 1);
  };
}

const formatter: Formatter & { [MARK]: true } = {
  [MARK]: true,
  header: (object, config) => quietly(() => header(object, config), null),
  hasBody: (object, config) => quietly(() => header(object, config) !== null, false),
  body: (object, config) => quietly(() => body(object, config), null),
};

/** Tools must be able to show any object, whatever it does when it is looked at. */
function quietly<T>(call: () => T, otherwise: T): T {
  try {
    return call();
  } catch {
    return otherwise;
  }
}

function header(object: unknown, config: unknown): JsonMl | null {
  if (isConfig(config)) {
    if (config.bytes === undefined) return null;
    const { label, text, offset, length } = object as DissectedLayer;
    return ['span', {}, ['b', {}, label], `  ${text}  `, ['span', FAINT, range(offset, length)]];
  }
  if (!isPacket(object) && !isDissection(object)) return null;
  const names = object.layers.map((layer) => (typeof layer === 'string' ? layer : layer.label)).join(' › ');
  const { problems } = object;
  const wrong = problems.length === 0 ? [] : [['span', WRONG, `  ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`]];
  return ['span', {}, ['b', {}, names || 'bytes'], `  ${quietly(() => line(object), '')}`, ...wrong];
}

function line(object: Packet | Dissection): string {
  const dissection = isDissection(object) ? object : dissected(object);
  return dissection === undefined ? '' : summarize(dissection.bytes, { link: dissection.link });
}

function body(object: unknown, config: unknown): JsonMl | null {
  if (isConfig(config)) return config.bytes === undefined ? null : layerBody(object as DissectedLayer, config.bytes);
  const dissection = isDissection(object) ? object : isPacket(object) ? dissected(object) : undefined;
  const layers = (dissection?.layers ?? []).map((layer) => item(['object', { object: layer, config: { by: MARK, bytes: dissection!.bytes } }]));
  const placed = new Set(dissection?.layers.flatMap(({ fields }) => fields.flatMap(({ problems }) => problems ?? [])));
  const rest = (dissection?.problems ?? []).filter((problem) => !placed.has(problem)).map((problem) => item(wrong(problem)));
  const data = item(['span', FAINT, 'data '], ['object', { object, config: { by: MARK } }]);
  return ['ol', LIST, ...layers, ...rest, data];
}

function layerBody({ fields }: DissectedLayer, bytes: Uint8Array): JsonMl {
  return ['ol', LIST, ...fields.map((field) => item(...fieldParts(field, bytes)))];
}

function fieldParts({ label, text, offset, length, name, problems = [] }: DissectedField, bytes: Uint8Array): JsonMl[] {
  const shown = Array.from(bytes.subarray(offset, offset + Math.min(length, SHOWN)), (byte) => byte.toString(16).padStart(2, '0'));
  const hex = `${shown.join(' ')}${length > SHOWN ? ' …' : ''}`;
  return [
    ['span', { title: name }, `${label}: `], ['b', {}, text], ['span', FAINT, `  ${range(offset, length)}  ${hex}`],
    ...problems.map((problem): JsonMl => ['div', {}, wrong(problem)]),
  ];
}

function wrong({ code, message }: Problem): JsonMl {
  return ['span', WRONG, `${code}: ${message}`];
}

function item(...children: readonly JsonMl[]): JsonMl {
  return ['li', {}, ...children];
}

function isConfig(config: unknown): config is Config {
  return typeof config === 'object' && config !== null && (config as Partial<Config>).by === MARK;
}

/** Which bytes, the last one included. */
function range(offset: number, length: number): string {
  return length > 1 ? `[${offset}-${offset + length - 1}]` : `[${offset}]`;
}
