/** How a command ended that goes through the codec. */
import { type FieldSpecs, type Layout, offsetOf } from './schema/layout.ts';
import { NO_FIELD } from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';

export interface Answer {
  readonly code: ResultCode;
  /** The byte offset of the field to blame. */
  readonly field: number;
}

export const ACCEPTED: Answer = { code: ResultCode.accepted, field: NO_FIELD };

/** A refusal for which no field is to blame. */
export function refusal(code: ResultCode): Answer {
  return { code, field: NO_FIELD };
}

/** A refusal for which a field of the command is to blame. */
export function blaming<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  field: keyof Specs & string,
  code: ResultCode,
): Answer {
  return { code, field: offsetOf(layout, field) };
}
