/** What of a value is not as its schema says. */
import type { Validator } from 'typebox/compile';

/** The first fault: where, and what; empty of a value that has none. */
export function schemaFaultOf(check: Validator, value: unknown): { readonly field?: string; readonly detail?: string } {
  const [fault] = check.Errors(value);
  if (fault === undefined) return {};
  const field = fault.instancePath.slice(1).replaceAll('/', '.');
  return { ...(field ? { field } : {}), ...(fault.message ? { detail: fault.message } : {}) };
}
