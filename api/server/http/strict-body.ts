/** Bodies are what their schema says: nothing in them is turned into something else first, as it is in addresses. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refused } from '../accept/problems.ts';

export const strictBody: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const check = Compile(schema);
  return (value: unknown) => {
    if (check.Check(value)) return { value };
    const [fault] = check.Errors(value);
    const field = fault?.instancePath.slice(1).replaceAll('/', '.');
    const about = { ...(field ? { field } : {}), ...(fault ? { detail: fault.message } : {}) };
    return { error: new Refused('request_malformed', about) };
  };
};
