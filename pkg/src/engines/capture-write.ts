/** The WebAssembly that writes captures: instantiated at first use. Its memory may grow at each call, so views are made anew. */
import { captureWords, captureWriterInput, memory } from '#wasm/capture-write';

/** Puts bytes into the module, one after the other. */
export function put(...parts: readonly Uint8Array[]): void {
  memory();
  let at = captureWriterInput(parts.reduce((sum, { length }) => sum + length, 0)) >>> 0;
  for (const part of parts) {
    new Uint8Array(memory().buffer, at, part.length).set(part);
    at += part.length;
  }
}

/** The bytes that the module's words point at: what was written, or why it was not. */
export function said(): Uint8Array {
  const { buffer } = memory();
  const [at, length] = new Uint32Array(buffer, captureWords(), 2);
  return new Uint8Array(buffer, at, length);
}
