/** The formats that text can be in, in the words of those who paste it. */
import type { DumpFormat } from 'drywire';

/** How a text is to be read: as it looks, or as one format. */
export type FormatChoice = 'auto' | DumpFormat;

const LABELS: Readonly<Record<DumpFormat, string>> = {
  hex: 'hex',
  tcpdump: 'tcpdump -x, -X',
  tshark: 'tshark -x, Wireshark’s copy',
  text2pcap: 'text2pcap input',
  xxd: 'xxd',
  'xxd-bits': 'xxd -b',
  'hexdump-c': 'hexdump -C',
  hexdump: 'hexdump',
  od: 'od',
  cisco: 'Cisco memory dump',
  hexyl: 'hexyl',
  'c-array': 'C array',
  'c-string': 'C string',
  'go-slice': 'Go slice',
  'python-bytes': 'Python bytes',
  scapy: 'Scapy',
  'node-buffer': 'Node.js Buffer',
  uint8array: 'Uint8Array',
  'node-json': 'Buffer as JSON',
  '0x-list': 'list of 0x numbers',
  'tshark-json': 'tshark -T json',
  pdml: 'PDML (tshark -T pdml)',
  percent: 'percent-encoded',
  base64: 'base64',
  'data-url': 'data URL',
};

/** All formats with their names for people, in the order of a menu. */
export const FORMATS = Object.entries(LABELS) as readonly (readonly [DumpFormat, string])[];

/** A format's name for people. One that is newer than this page goes by its own. */
export const formatLabel = (format: DumpFormat): string => LABELS[format] ?? format;

/** What is said of a text that is most often harmless, and where nothing needs to be done. */
const MILD = new Set(['ambiguous', 'maybe-a-word', 'swapped', 'packet-a-line', 'lines-joined', 'long-escape']);

/** Whether a warning tells how a text was read, rather than that something may be missing. */
export const isMildWarning = ({ code }: { code: string }): boolean => MILD.has(code);

const ADVICE: Readonly<Record<string, string>> = {
  'not-a-dump': 'Paste what tcpdump, tshark, Wireshark, xxd, hexdump or od print, a literal of C, Go, Python or JavaScript, base64, or hex; or choose a format to see what it makes of the text.',
  'cut-short': 'In Node.js, print it with .toString(\'hex\').',
  unclosed: 'Copy it again, up to its end.',
  'bytes-missing': 'Copy the dump again, with all of its lines.',
  'no-frames': 'Add -x to the command that wrote this.',
  'offsets-unclear': 'Copy the dump again, with all of its lines.',
  'base64-cut': 'Copy it again, up to its end.',
};

/** What to do about a text that cannot be read; nothing where the fault says all. */
export const textAdvice = (code: string): string | null => ADVICE[code] ?? null;
