/**
 * `drywire/slim`: all of `drywire`, with the WebAssembly of the codec and of TCP brought by the caller from
 * `drywire/drywire.wasm`, so that it can be streamed, cached or shared with workers. What is for people (`dissect`, `summarize`,
 * dumps …) has modules of its own, which are inlined here too, and left out by a bundler where they are not used.
 *
 * @module
 */
import { start } from '#wasm/slim';

export * from './index.js';

/** `WebAssembly.Module`, where TypeScript knows it: the types of Node alone lack it. */
export type WasmModule =
  typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } } ? Module & object : object;

/**
 * Takes the module to run. Needed once, before anything else; later calls do nothing.
 *
 * @param module - The bytes of `drywire/drywire.wasm`, or a `WebAssembly.Module` of them.
 * @throws `TypeError` when it is neither; `WebAssembly.CompileError` for bytes that are no module.
 *
 * @example
 * ```js
 * import { readFileSync } from 'node:fs';
 * import { createRequire } from 'node:module';
 * import { decode, init } from 'drywire/slim';
 *
 * init(readFileSync(createRequire(import.meta.url).resolve('drywire/drywire.wasm')));
 * console.log(decode('45000014000000004006 66e3 0a000001 0a000001').ipv4.ttl); // 64
 * ```
 */
export function init(module: WasmModule | ArrayBuffer | ArrayBufferView): void {
  const isModule = module instanceof WebAssembly.Module || ArrayBuffer.isView(module) || module instanceof ArrayBuffer;
  if (!isModule) throw new TypeError('module must be a WebAssembly.Module, an ArrayBuffer or a view of one');
  start(module as WebAssembly.Module | BufferSource);
}
