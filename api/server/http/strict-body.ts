/** Bodies are what their schema says: nothing in them is turned into something else first, as it is in addresses. */
import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refused } from '../accept/problems.ts';
import { schemaFaultOf } from '../accept/schema-fault.ts';

export const strictBody: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  const check = Compile(schema);
  return (value: unknown) => {
    if (check.Check(value)) return { value };
    return { error: new Refused('request_malformed', schemaFaultOf(check, value)) };
  };
};
