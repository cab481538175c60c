import type { Problem } from 'drywire';
import { adviceFor, isMild } from '../words/advice';
import { Icon } from './icon';

/** A problem where it stands: what is wrong, and what to do. */
export function FieldProblem({ problem }: { problem: Problem }) {
  const { message } = problem;
  return (
    <p class={`field-problem ${isMild(problem) ? 'mild' : 'grave'}`}>
      <Icon name={isMild(problem) ? 'note' : 'warning'} />
      <span><strong>{message.charAt(0).toUpperCase()}{message.slice(1)}.</strong> {adviceFor(problem)}</span>
    </p>
  );
}
