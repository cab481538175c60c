/**
 * What the build puts in the place of `#wasm/…`: the functions that wasm-bindgen wrote for a group of bindings, and the
 * module's memory. In `drywire/slim` all of them are one module. The shapes of records are in `layout.ts`.
 */
declare module '#wasm/codec' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the frame goes, `Size.InputLength` bytes. */
  export function inputPointer(): number;
  /** Where the record is, `Size.RecordWords` words. */
  export function recordPointer(): number;
  /** Where `encode` leaves the packet, `Size.OutputLength` bytes. */
  export function outputPointer(): number;
  /** Reads the frame of so many bytes into the record. False for a link type that is not known. */
  export function decode(length: number, link: number, verify: boolean): boolean;
  /** Writes the packet that the record describes, with so many bytes of payload; its length, or an `EncodeFault`. */
  export function encode(payloadLength: number): number;

  /** Where the offsets and lengths of a chunk's packets go, two words for each of `Size.TableRows`. */
  export function boundsPointer(): number;
  /** Where the columns of `Size.TableRows` elements are. */
  export function columnsPointer(): number;
  /** Reads so many packets into the columns; offsets count from `base`. False for a link type that is not known. */
  export function columns(count: number, base: number, link: number, verify: boolean): boolean;
}

declare module '#wasm/dissect' {
  /** The module's memory; instantiates it at first. */
  export function memory(): WebAssembly.Memory;

  /** Where the frame goes, `Size.InputLength` bytes. */
  export function inputPointer(): number;
  /** Where the record is, `Size.RecordWords` words: its problems are those of the dissection. */
  export function recordPointer(): number;
  /** Dissects the frame of so many bytes. The link type that it was read as, or -1 for one that is not known. */
  export function dissect(length: number, link: number): number;
  /** Where the words of the last dissection are. */
  export function dissectionPointer(): number;
}

declare module '#wasm/slim' {
  /** Instantiates the one module that the caller brings; does nothing when one is running. */
  export function start(module: WebAssembly.Module | BufferSource): void;
}
