/**
 * Conversations in a capture: which there are, what each TCP segment is beside those before it, and what was said.
 *
 * @module
 */
export { FlowTable } from './flow-table.js';
export { readFlows } from './flow-capture.js';
export type * from './types.js';
