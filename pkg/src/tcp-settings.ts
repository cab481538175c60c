/** A connection's settings as numbers: checked here, given their meaning in the crate. */
import { object, word, wrongKind, wrongValue } from './check.js';
import { ipv4 } from './forms.js';
import { numbers } from './engines/tcp.js';
import { DEFAULTS, Setting, Size } from './tcp-layout.js';
import type { TcpKeepAlive } from './types.js';

/** The largest duration in milliseconds. */
const LONGEST = 2 ** 32;
/** The largest window that there can be (RFC 7323 2.3), in bytes. */
const LARGEST = 2 ** 30;

/** What is wrong about options has this before its name. */
const OWNER = 'options.';

type Check = (value: unknown, name: string, least: number, most: number) => number;

/** The settings that are one number each, and how they are checked. */
const SETTINGS: Readonly<Record<string, readonly [Setting, Check, least: number, most: number]>> = {
  sendBuffer: [Setting.SendBuffer, count, 1, LARGEST],
  receiveBuffer: [Setting.ReceiveBuffer, count, 1, LARGEST],
  sendBufferLimit: [Setting.SendBufferLimit, count, 0, LARGEST],
  receiveBufferLimit: [Setting.ReceiveBufferLimit, count, 0, LARGEST],
  receivePieces: [Setting.ReceivePieces, count, 0, 65_536],
  mtu: [Setting.Mtu, count, 68, 65_535],
  nagle: [Setting.Nagle, flag, 0, 1],
  ackDelay: [Setting.AckDelay, duration, 0, 499],
  userTimeout: [Setting.UserTimeout, limit, 0, LONGEST],
  r1: [Setting.R1, count, 0, 65_535],
  r2: [Setting.R2, duration, 0, LONGEST],
  synR2: [Setting.SynR2, duration, 0, LONGEST],
  msl: [Setting.Msl, duration, 0, LONGEST],
  minRto: [Setting.MinRto, duration, 1, LONGEST],
  maxRto: [Setting.MaxRto, duration, 1, LONGEST],
  windowScale: [Setting.WindowScale, flag, 0, 1],
  timestamps: [Setting.Timestamps, flag, 0, 1],
  sack: [Setting.Sack, flag, 0, 1],
  ecn: [Setting.Ecn, flag, 0, 1],
  trace: [Setting.Trace, flag, 0, 1],
  windowValidation: [Setting.WindowValidation, flag, 0, 1],
  initialWindow: [Setting.InitialWindow, count, 1, 100],
  challengeAcks: [Setting.ChallengeAcks, count, 0, 65_535],
  ttl: [Setting.Ttl, count, 1, 255],
  dscp: [Setting.Dscp, count, 0, 63],
  controller: [Setting.Controller, controller, 0, 0],
};

type Values = Readonly<Record<string, unknown>>;

/** Checks the settings of a connection that waits for its peer or that has one, and writes them into the module's numbers. */
export function writeSettings(settings: object, passive: boolean): void {
  const values = object(settings, 'options') as Values;
  numbers.set(DEFAULTS);
  for (const key of Object.keys(values)) writeSetting(key, values[key], passive);
  writeEnd(Setting.LocalAddress, values['local'], 'options.local');
  if (!passive) writeEnd(Setting.RemoteAddress, values['remote'], 'options.remote');
  writeRandomness(values['seed'], values['secret']);
  if (numbers[Setting.MaxRto]! < numbers[Setting.MinRto]!) {
    throw wrongValue('options.maxRto', `at least options.minRto, ${numbers[Setting.MinRto]}`, numbers[Setting.MaxRto]);
  }
}

/** Writes one setting. One that does not exist is refused: misspelt, it would be left out without a word. */
function writeSetting(key: string, value: unknown, passive: boolean): void {
  if (value === undefined) return;
  if (Object.hasOwn(SETTINGS, key)) {
    const [setting, check, least, most] = SETTINGS[key]!;
    numbers[setting] = check(value, OWNER + key, least, most);
  } else if (key === 'keepAlive') {
    writeKeepAlive(value);
  } else if (key === 'sourceRoute') {
    writeRoute(value);
  } else if (key !== 'local' && key !== 'seed' && key !== 'secret' && (passive || key !== 'remote')) {
    throw new TypeError(`options.${key} is not a setting of ${passive ? 'a connection that listens' : 'a connection'}`);
  }
}

/** A whole number within bounds. */
export function count(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== 'number') throw wrongKind(name, 'a number');
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw wrongValue(name, `an integer from ${least} to ${most}`, value);
}

/** A number of milliseconds within bounds. */
export function duration(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== 'number') throw wrongKind(name, 'a number of milliseconds');
  if (value >= least && value <= most) return value;
  throw wrongValue(name, `a number of milliseconds from ${least} to ${most}`, value);
}

/** A flag as a number. */
export function flag(value: unknown, name: string): number {
  if (typeof value !== 'boolean') throw wrongKind(name, 'a boolean');
  return Number(value);
}

/** Congestion controllers by their number. */
const CONTROLLERS = ['cubic', 'new-reno', 'bbr'] as const;

/** The number of a congestion controller. */
function controller(value: unknown, name: string): number {
  return CONTROLLERS.indexOf(word(value, name, CONTROLLERS));
}

/** A number of milliseconds within bounds, or none. */
function limit(value: unknown, name: string, least: number, most: number): number {
  return value === null ? NaN : duration(value, name, least, most);
}

function writeEnd(at: number, value: unknown, name: string): void {
  const [address, port] = typeof value === 'string' ? halves(value, name) : fields(value, name);
  numbers[at] = ipv4(address, `${name}${typeof value === 'string' ? '' : '.address'}`);
  numbers[at + 1] = count(port, `${name}${typeof value === 'string' ? '' : '.port'}`, 1, 65_535);
}

function halves(value: string, name: string): [unknown, unknown] {
  const [, address, port] = /^([\d.]+):(\d{1,5})$/.exec(value) ?? [];
  if (address === undefined) throw wrongValue(name, "an address and a port such as '192.0.2.1:80'", value);
  return [address, Number(port)];
}

function fields(value: unknown, name: string): [unknown, unknown] {
  if (typeof value !== 'object' || value === null) throw wrongKind(name, "a string such as '192.0.2.1:80', or { address, port }");
  const { address, port } = value as Values;
  return [address, port];
}

/** A secret's 16 bytes, or a seed's 64 bits, which stand in a secret twice. */
function writeRandomness(seed: unknown, secret: unknown): void {
  if ((seed === undefined) === (secret === undefined)) {
    throw new TypeError('options must have a secret, 16 random bytes, or a seed, a number for tests: one of them');
  }
  if (seed !== undefined) {
    const number = count(seed, 'options.seed', 0, Number.MAX_SAFE_INTEGER);
    const words = [number % LONGEST, Math.floor(number / LONGEST)];
    numbers.set([...words, ...words], Setting.Secret0);
    return;
  }
  if (!ArrayBuffer.isView(secret) || Object.prototype.toString.call(secret) !== '[object Uint8Array]') {
    throw wrongKind('options.secret', 'a Uint8Array');
  }
  if (secret.byteLength !== 16) throw wrongValue('options.secret', '16 bytes long', secret.byteLength);
  const view = new DataView(secret.buffer, secret.byteOffset, 16);
  for (let word = 0; word < 4; word++) numbers[Setting.Secret0 + word] = view.getUint32(word * 4, true);
}

/** Two hours, RFC 9293 3.8.4. */
const IDLE = 7_200_000;

function writeKeepAlive(value: unknown): void {
  if (value === false) return;
  const { idle = IDLE, interval, probes } = value === true ? {} : keepAlive(value);
  numbers[Setting.KeepAliveIdle] = duration(idle, 'options.keepAlive.idle', 0, LONGEST);
  if (interval !== undefined) numbers[Setting.KeepAliveInterval] = duration(interval, 'options.keepAlive.interval', 1, LONGEST);
  if (probes !== undefined) numbers[Setting.KeepAliveProbes] = count(probes, 'options.keepAlive.probes', 1, 65_535);
}

function keepAlive(value: unknown): TcpKeepAlive {
  if (typeof value !== 'object' || value === null) throw wrongKind('options.keepAlive', 'a boolean, or { idle, interval, probes }');
  return value;
}

function writeRoute(value: unknown): void {
  if (!Array.isArray(value)) throw wrongKind('options.sourceRoute', 'an array of addresses');
  if (value.length > Size.Routers) throw wrongValue('options.sourceRoute', `of at most ${Size.Routers} addresses`, value.length);
  value.forEach((router, index) => {
    numbers[Setting.Route + index] = ipv4(router, `options.sourceRoute[${index}]`);
  });
  numbers[Setting.RouteCount] = value.length;
}
