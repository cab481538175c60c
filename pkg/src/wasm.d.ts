/**
 * What the build puts in the place of `#wasm`: the module's bytes and the functions that wasm-bindgen wrote, of the full
 * or of the small build. The shapes of records are in `layout.ts`.
 */
declare module '#wasm' {
  /** The module's bytes; throws where the caller brings the module. */
  export function bytes(): Uint8Array;
  /** Instantiates the module, synchronously. */
  export function initSync(source: { module: WebAssembly.Module | BufferSource }): { readonly memory: WebAssembly.Memory };

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

  /** Full build only: dissects the frame of so many bytes. The link type that it was read as, or -1 for one that is not known. */
  export function dissect(length: number, link: number): number;
  /** Full build only: where the words of the last dissection are. */
  export function dissectionPointer(): number;
}
