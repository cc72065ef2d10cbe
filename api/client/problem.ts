/** Why the exchange did not serve a request: a numbered problem, thrown by the client. */
import type { Problem } from './wire/index.ts';

export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    const about = [problem.detail, problem.field].filter((part) => part !== undefined).join(', ');
    super(`${problem.code} ${problem.name}: ${problem.title}${about === '' ? '' : ` (${about})`}`);
    this.problem = problem;
  }
}

/** The exchange could not be reached; whether it took the request is not known. */
export class Unreachable extends Error {}
