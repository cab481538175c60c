/** A dissection as lines of text. */
import type { DissectedField, DissectedLayer, Dissection, Problem } from './types.js';

/** How parts of a line are set off. */
export interface Styles {
  layer: (text: string) => string;
  place: (text: string) => string;
  problem: (text: string) => string;
}

/** Colours for a terminal that has not said no to them; else none. */
export function styles(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Styles {
  const refused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  const style = (code: number) => (text: string) => isTerminal && !refused ? `\x1b[${code}m${text}\x1b[0m` : text;
  return { layer: style(1), place: style(2), problem: style(31) };
}

/** The whole tree: layers, under each its fields, under each its problems; problems at no field come last. */
export function tree(dissection: Dissection, style: Styles): string {
  const placed = new Set<Problem>();
  const lines = dissection.layers.flatMap((layer) => layerLines(layer, style, placed));
  const rest = dissection.problems.filter((problem) => !placed.has(problem));
  lines.push(...rest.map((problem) => problemLine(problem, style, '')));
  return lines.map((line) => `${line}\n`).join('');
}

function layerLines(layer: DissectedLayer, style: Styles, placed: Set<Problem>): string[] {
  const width = Math.max(...layer.fields.map((field) => field.label.length));
  const head = `${style.layer(layer.label)}  ${layer.text}  ${style.place(`[${range(layer)}]`)}`;
  const last = layer.fields.length - 1;
  return [head, ...layer.fields.flatMap((field, index) => fieldLines(field, index === last, width, style, placed))];
}

function fieldLines(field: DissectedField, isLast: boolean, width: number, style: Styles, placed: Set<Problem>): string[] {
  const branch = isLast ? '└─ ' : '├─ ';
  const line = `${branch}${field.label.padEnd(width)}  ${field.text}  ${style.place(`[${range(field)}]`)}`;
  const problems = field.problems ?? [];
  problems.forEach((problem) => placed.add(problem));
  return [line, ...problems.map((problem) => problemLine(problem, style, isLast ? '   ' : '│  '))];
}

function problemLine(problem: Problem, style: Styles, indent: string): string {
  return `${indent}${style.problem(`! ${problem.code}: ${problem.layer} at byte ${problem.offset}: ${problem.message}`)}`;
}

/** Which bytes, the last one included. */
function range({ offset, length }: { offset: number; length: number }): string {
  return length > 1 ? `${offset}-${offset + length - 1}` : `${offset}`;
}
