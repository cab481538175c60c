// Written by the test `both_sides_of_the_boundary_have_one_list_of_problems` from src/capture/problem.rs. Do not edit:
// UPDATE=1 cargo test --features wasm-capture wasm::capture

/** What can be wrong with a capture, by the module's own number: code and sentence. */
export const CAPTURE_PROBLEMS: readonly (readonly [code: string, sentence: string])[] = [
  ['empty', 'the file is empty'],
  ['not-a-capture', 'this is neither pcap nor pcapng'],
  ['modified-pcap', 'this is pcap as modified by Kuznetzov: editcap -F pcap converts it'],
  ['modified-pcap', 'this is pcap as modified by Mesquita: editcap -F pcap converts it'],
  ['modified-pcap', 'this is pcap as modified by Navtel: editcap -F pcap converts it'],
  ['modified-pcap', 'this is pcap as modified by IXIA: editcap -F pcap converts it'],
  ['other-format', 'this is a capture of snoop: editcap -F pcap converts it'],
  ['other-format', 'this is a capture of Network Monitor: editcap -F pcap converts it'],
  ['other-format', 'this is a capture of a Sniffer: editcap -F pcap converts it'],
  ['compressed', 'this is compressed with gzip'],
  ['compressed', 'this is compressed with zstd: decompress it first'],
  ['compressed', 'this is compressed with xz: decompress it first'],
  ['compressed', 'this is compressed with bzip2: decompress it first'],
  ['compressed', 'this is compressed with lz4: decompress it first'],
  ['compressed', 'this is a ZIP archive: unpack it first'],
  ['line-ends', 'this was pcapng until a transfer as text changed its line ends'],
  ['version', 'version {a}.{b} of the format is not known'],
  ['cut-short', 'the file ends here: {a} bytes are needed, and {b} are left'],
  ['too-long', '{a} bytes are claimed here, and more than 16777216 are taken for damage'],
  ['block-length', '{a} is no length that a block can have'],
  ['lengths-differ', 'this block\'s length is {a} at its start and {b} at its end'],
  ['byte-order', 'this section\'s byte order cannot be told'],
  ['too-many-interfaces', 'there are more than 65536 interfaces'],
  ['block-too-short', 'a block of type {a} has no room in {b} bytes: it was left out'],
  ['packet-length', 'a packet of {a} bytes is in a block with room for {b}: it was left out'],
  ['unknown-interface', 'a packet of interface {a}, where the section has {b}: it was left out'],
];
