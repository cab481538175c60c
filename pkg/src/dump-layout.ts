// Written by the test `both_sides_of_the_boundary_have_one_list_of_formats_and_faults` from src/dump. Do not edit:
// UPDATE=1 cargo test --features wasm-dump wasm::dump

/** Formats, by the module's own number. */
export const FORMATS = [
  'hex', 'percent', '0x-list', 'c-array', 'go-slice', 'c-string', 'python-bytes', 'scapy',
  'base64', 'data-url', 'node-buffer', 'uint8array', 'node-json', 'tshark-json', 'pdml', 'tcpdump',
  'tshark', 'text2pcap', 'xxd', 'xxd-bits', 'hexdump-c', 'hexdump', 'od', 'cisco',
  'hexyl',
] as const;

/** What can be wrong with a dump, by the module's own number: a code, a blank, and a sentence to be filled in. */
export const FAULTS: readonly string[] = [
  'not-a-dump nothing here looks like a dump',
  'text-too-long the text is longer than 4 GiB',
  'no-bytes there are no bytes here, read as {f}',
  'cut-short what printed this left out {a} more: print all of it',
  'unclosed the text ends before the closing {c}: it was cut short',
  'bytes-missing bytes {a} to {b} are not here: lines are missing or cut short',
  'length-differs the text says {a} bytes, and {b} are here',
  'odd-digits an odd number of hex digits: one is missing, or one too many',
  'words words of a machine\'s memory: print bytes, as gdb\'s x/64xb does',
  'characters characters, not bytes: print them with od -tx1, xxd or hexdump -C',
  'not-a-byte this number does not fit',
  'leading-zero a number with a leading zero: octal or decimal cannot be told',
  'strange-character this character has no place here',
  'not-ascii a character outside of ASCII: which bytes it stands for cannot be told',
  'line-unclear where this line\'s bytes end and its text begins cannot be told',
  'offsets-unclear the offsets do not fit the bytes of the lines',
  'line-too-long more than 512 groups of digits in one line',
  'repeat-too-long the * stands for {a} bytes, more than are unfolded here',
  'base64-cut this base64 ends in the middle of a byte: it was cut short',
  'no-frames there are fields and no frame\'s bytes: run tshark with -x too',
  'fields-differ two fields give different values for one byte',
  'swapped words of a little-endian machine: the bytes of each were swapped back',
  'order-unclear nothing here tells whether the bytes of each word are swapped: they were read as they stand',
  'radix-unclear octal or another radix cannot be told here: it was read in radix {a}',
  'starts-late the first offset is {a}: what is before it is not here',
  'no-end-offset the line with the last offset is not here: more lines may be missing',
  'no-column there is no column of text, as this tool prints one: lines may be cut short',
  'text-differs the column of text does not say what the digits say',
  'not-read this line is not hex, and was left out',
  'packet-a-line each line was read as a packet of its own',
  'lines-joined lines of one length were read as one packet',
  'ambiguous this text can be {f} as well',
  'long-escape more hex digits follow a \\x: two of them were read, where C reads all',
  'maybe-a-word so little text can be any word or number',
  'padding-missing the base64 has no padding: it may be cut short',
];
