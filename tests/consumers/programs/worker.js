// What each worker does: it takes the module that the page compiled, and answers with its outcome.
import { exercise } from './exercise.js';

export const answer = (packages) => {
  const violations = [];
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violations.push(`${violatedDirective} ${blockedURI}`));
  addEventListener('message', ({ data: module }) => {
    postMessage({ outcome: exercise(packages, module), violations, place: self.constructor.name });
  });
};
