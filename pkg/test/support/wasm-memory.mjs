// How much memory the package's WebAssembly has. To be imported before anything is called: modules are instantiated at first use.
const instances = [];

WebAssembly.Instance = class extends WebAssembly.Instance {
  constructor(...args) {
    super(...args);
    instances.push(this);
  }
};

/** The bytes of all modules that were instantiated so far. */
export const wasmMemory = () => instances.reduce((sum, { exports }) => sum + exports.memory.buffer.byteLength, 0);
