/**
 * What the build puts in the place of `#wasm/…`: the functions that wasm-bindgen wrote for a group of bindings, and the
 * module's memory. In `drywire/slim` all of them are one module. The shapes of records are in `layout.ts`.
 */
declare module '#wasm/codec' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the record is, `Size.RecordWords` words; the frame goes a word behind it, `Size.InputLength` bytes. */
  export function recordPointer(): number;
  /** Where `encode` leaves the packet, `Size.OutputLength` bytes. */
  export function outputPointer(): number;
  /** Reads the frame of so many bytes into the record. False for a link type that is not known. */
  export function decode(length: number, link: number, verify: boolean): boolean;
  /** Writes the packet that the record describes, with so many bytes of payload; its length, or an `EncodeFault`. */
  export function encode(payloadLength: number): number;

  /** Where the offsets and lengths of a chunk's packets go, two words for each of `Size.TableRows`; the columns follow. */
  export function boundsPointer(): number;
  /** Reads so many packets into the columns; offsets count from `base`. False for a link type that is not known. */
  export function columns(count: number, base: number, link: number, verify: boolean): boolean;
}

declare module '#wasm/dissect' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /**
   * Where the record is, whose problems are those of the dissection; the frame goes a word behind it, `Size.InputLength` bytes, and
   * behind that are the words of the last dissection.
   */
  export function recordPointer(): number;
  /** Dissects the frame of so many bytes. The link type that it was read as, or -1 for one that is not known. */
  export function dissect(length: number, link: number): number;
  /** Writes what stands after a number of this sense where the dissection's texts are; its length in bytes. */
  export function note(sense: number, number: number, state: number): number;
  /** Summarises the frame of so many bytes, of `whole` on the wire, with numbers relative for `owner`; the line's length, or -1. It is where texts are. */
  export function summarize(length: number, link: number, whole: number, owner: number): number;
}

declare module '#wasm/filter' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Makes room for so many bytes of input, and says where. */
  export function filterInput(length: number): number;
  /** Makes room for three words for each of so many frames, and says where. */
  export function filterFrames(count: number): number;
  /** Reads the input as the filter of a number; false where it is none. */
  export function filterCompile(slot: number): boolean;
  /** Where the six words are that say why it is none. */
  export function filterFault(): number;
  /** Whether a filter wants the frame in the input, of `whole` bytes on the wire: 1, 0, or -1 for a link type that is not known. */
  export function filterMatches(slot: number, link: number, whole: number): number;
  /** The same of each of the frames, whose last words become 1 or 0; false for a link type that is not known. */
  export function filterSelect(slot: number, link: number): boolean;
}

declare module '#wasm/tcp' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the numbers are; after them the lengths, the input and the output. `tcp-layout.ts` has their sizes. */
  export function tcpExchange(): number;
  /** Opens a connection by the settings in the numbers, passively or at `now`; its handle or a `Fault`. */
  export function tcpOpen(passive: boolean, now: number): number;
  /** Lets a connection go. */
  export function tcpRelease(handle: number): void;
  /** Takes the packet of so many bytes in the input; what became of it. */
  export function tcpReceive(handle: number, length: number, now: number): number;
  /** Takes so many packets, one after the other in the input; what became of each replaces its length. */
  export function tcpReceiveAll(handle: number, count: number, now: number): void;
  /** Writes the next packet to the output; its length, or 0. */
  export function tcpTransmit(handle: number, now: number): number;
  /** Writes packets of at most `mtu` bytes to the output, one after the other; how many there was room for. */
  export function tcpTransmitAll(handle: number, mtu: number, now: number): number;
  /** When to call `tcpAdvance` next; NaN while no timer runs. */
  export function tcpTimeout(handle: number): number;
  /** Lets time pass. */
  export function tcpAdvance(handle: number, now: number): void;
  /** Queues so many bytes of the input; how many there was room for, or a `Fault`. */
  export function tcpWrite(handle: number, length: number, urgent: boolean): number;
  /** Reads at most so many bytes into the output; how many there were, or a `Fault`. */
  export function tcpRead(handle: number, length: number): number;
  /** Closes this side, or aborts the connection. */
  export function tcpClose(handle: number, abort: boolean): void;
  /** The state's number. */
  export function tcpState(handle: number): number;
  /** The peer's address times 65,536, plus its port; negative while there is none. */
  export function tcpRemote(handle: number): number;
  /** The next event's `EventNumber`; what comes with it is in the numbers. */
  export function tcpEvent(handle: number): number;
  export function tcpDecision(handle: number): number;
  /** Writes the connection's figures to the numbers. */
  export function tcpInfo(handle: number): void;
  /** Changes Nagle's algorithm, DSCP or R2. */
  export function tcpChange(handle: number, setting: number, value: number): void;
  /** Writes the reset that answers the packet of so many bytes in the input to the output; its length, or 0. */
  export function tcpResetFor(length: number): number;
}

declare module '#wasm/dump' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Makes room for so many bytes of input, and says where. */
  export function dumpInput(length: number): number;
  /** Reads the input in the format of a number, or in the one that it looks like; where the words are. */
  export function dumpParse(format: number): number;
  /** Writes the input in a format; where the text's address and length are. */
  export function dumpWrite(format: number, link: number): number;
  /** Where the four words are that say which link type the input speaks for. */
  export function dumpLink(): number;
}

declare module '#wasm/flow' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the rows are: `src/wasm/flow.rs`. */
  export function flowRows(): number;
  /** Makes room for so many bytes of input, and says where. */
  export function flowInput(length: number): number;
  /** Whether a link type is read. */
  export function flowKnows(link: number): boolean;
  /** Makes a table by the settings in the numbers; its handle. */
  export function flowOpen(): number;
  /** Lets a table go. */
  export function flowClose(handle: number): void;
  /** Takes the packets in the first rows; their offsets count from `base`. What is to be said of them is in the rows then. */
  export function flowAppend(handle: number, count: number, base: number): void;
  /** How many conversations there were. */
  export function flowCount(handle: number): number;
  /** How many of the first conversations are forgotten. */
  export function flowForgotten(handle: number): number;
  /** How many conversations are watched. */
  export function flowWatched(handle: number): number;
  /** Writes conversations from a number on to the numbers; how many. */
  export function flowConversations(handle: number, first: number): number;
  /** What was said in a conversation: where the words are; 0 where it is not kept. */
  export function flowFollow(handle: number, number: number): number;
}

declare module '#wasm/capture' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Makes room for so many bytes of input, and says where. */
  export function captureInput(length: number): number;
  /** Begins to read a file; its handle. */
  export function captureOpen(): number;
  /** Lets go of a file that was read. */
  export function captureClose(handle: number): void;
  /** Reads the input between two places into rows. */
  export function captureScan(handle: number, at: number, end: number): number;
  /** Ends a file of which so many bytes are left. */
  export function captureEnd(handle: number, rest: number): number;
}

declare module '#wasm/capture-write' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the two words are: where what was taken is and how much, or the text of an error. */
  export function captureWords(): number;
  /** Makes room for so many bytes of input, and says where. */
  export function captureWriterInput(length: number): number;
  /** Begins to write a file; its handle. */
  export function captureCreate(pcapng: boolean): number;
  /** Adds an interface, with so many bytes of name and of description from the input. False where it cannot be. */
  export function captureInterface(
    handle: number, link: number, snapLength: number, resolution: number, name: number, description: number,
  ): boolean;
  /** Adds a packet, with so many bytes of data and of comment from the input. False where it cannot be. */
  export function capturePacket(
    handle: number, interfaceNumber: number, length: number, originalLength: number, direction: number, comment: number, time: bigint,
  ): boolean;
  /** Takes what was written since the last time: the words say where it is. */
  export function captureTake(handle: number): void;
  /** Lets go of a file that was written. */
  export function captureDrop(handle: number): void;
}

declare module '#wasm/slim' {
  /** Instantiates the one module that the caller brings; does nothing when one is running. */
  export function start(module: WebAssembly.Module | BufferSource): void;
}

declare module '#wasm/lab' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Runs a scenario; both are plain data. Throws an `Error` that says what is wrong where. */
  export function simulate(scenario: unknown): unknown;
  /** The scenario of a preset, by its place in the list of all. */
  export function preset(number: number): unknown;
}
