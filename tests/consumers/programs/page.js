// What each page does: it uses the package, has a worker use it, and leaves both outcomes in `window.outcome`.
import { exercise } from './exercise.js';

/**
 * @param packages the four entries
 * @param {string | URL} wasm where `drywire/drywire.wasm` is served
 * @param {Worker} worker one that runs `answer` of worker.js
 */
export const run = (packages, wasm, worker) => {
  window.outcome = both(packages, wasm, worker);
};

const both = async (packages, wasm, worker) => {
  const module = await WebAssembly.compileStreaming(fetch(wasm));
  return { page: exercise(packages, module), worker: await ask(worker, module) };
};

const ask = (worker, module) =>
  new Promise((done, failed) => {
    worker.addEventListener('message', ({ data }) => done(data));
    worker.addEventListener('error', (event) => failed(new Error(`the worker failed: ${event.message}`)));
    worker.postMessage(module);
  });
