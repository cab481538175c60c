/** TCP's WebAssembly: instantiated at first use, its memory seen through views that are renewed when it has grown. */
import { memory, tcpExchange } from '#wasm/tcp';
import { Size } from '../tcp-layout.js';

/** Settings, figures and what comes with an event. */
export let numbers = new Float64Array(0);
/** How long the packets of a batch are; what became of them. */
export let lengths = new Uint32Array(0);
/** Where packets and data for a connection go. */
export let input = new Uint8Array(0);
/** Where packets and data from a connection are. */
export let output = new Uint8Array(0);

/**
 * Makes the views usable: to be called where one of them has length 0, as it has before first use and after memory has grown,
 * which any call of a connection may make it do.
 */
export function refresh(): void {
  const { buffer } = memory();
  let at = tcpExchange();
  numbers = new Float64Array(buffer, at, Size.Numbers);
  lengths = new Uint32Array(buffer, at += numbers.byteLength, Size.Batch);
  input = new Uint8Array(buffer, at += lengths.byteLength, Size.Area);
  output = new Uint8Array(buffer, at + Size.Area, Size.Area);
}
