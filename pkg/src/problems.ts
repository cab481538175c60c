/** Problems, from the record: their sentences are filled in from the one table that the Rust side has. */
import { At, Head, LAYERS, PROBLEM_KINDS, ProblemWord, Size } from './layout.js';
import type { Problem } from './types.js';

/** All problems in the record, in the order in which they were met. */
export function readProblems(w: Uint32Array): Problem[] {
  return Array.from({ length: Math.min(w[Head.ProblemCount]!, Size.Problems) }, (_, index) => {
    const at = At.Problems + index * Size.ProblemWords;
    const [code, template] = PROBLEM_KINDS[w[at + ProblemWord.Kind]!]!;
    return {
      code,
      layer: LAYERS[w[at + ProblemWord.Layer]!]!,
      offset: w[at + ProblemWord.Offset]!,
      length: w[at + ProblemWord.Length]!,
      message: filled(template, w[at + ProblemWord.A]!, w[at + ProblemWord.B]!),
    };
  });
}

/** `{a}` and `{b}` as decimal numbers, `{a:x}` and `{b:x}` as `0x` and four hex digits. */
export function filled(template: string, a: number, b: number): string {
  return template.replace(/\{([ab])(:x)?\}/g, (_, which: string, hex: string | undefined) => {
    const value = which === 'a' ? a : b;
    return hex === undefined ? String(value) : `0x${value.toString(16).padStart(4, '0')}`;
  });
}
