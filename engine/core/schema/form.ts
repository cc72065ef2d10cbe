/**
 * The checks of form that every command passes before its rules, one by one, as
 * docs/concepts/rules.md section 3 has them.
 */
import { firstFault } from './codec.ts';
import { COMMANDS, genesis } from './command.ts';
import type { Layout } from './layout.ts';
import { NO_FIELD } from './record.ts';
import { ResultCode } from './result-code.ts';

export interface Form {
  readonly code: ResultCode;
  /** Byte offset of the field to blame, or NO_FIELD. */
  readonly field: number;
  /** The layout of the command; any when the code is not `accepted`. */
  readonly layout: Layout;
}

const LAYOUT_OF_KIND: readonly (Layout | undefined)[] = Array.from({ length: 256 }, (_, kind) =>
  COMMANDS.find((layout) => layout.number === kind),
);

/** Checks a command with its blob, at least eight bytes. `isStarted`: whether Genesis was applied. */
export function checkForm(bytes: Uint8Array, isStarted: boolean): Form {
  const layout = LAYOUT_OF_KIND[bytes[0] as number];
  if (layout === undefined) return { code: ResultCode.commandKindUnknown, field: 0, layout: genesis };
  if (bytes[1] !== layout.version) return { code: ResultCode.commandVersionUnknown, field: 1, layout };
  const blobBytes = (bytes[2] as number) | ((bytes[3] as number) << 8);
  if (blobBytes > layout.blobBytesMax || bytes.length !== layout.byteLength + blobBytes) {
    return { code: ResultCode.commandLengthWrong, field: 2, layout };
  }
  if (isStarted && layout === genesis) return { code: ResultCode.alreadyStarted, field: NO_FIELD, layout };
  if (!isStarted && layout !== genesis) return { code: ResultCode.notStarted, field: NO_FIELD, layout };
  const fault = firstFault(layout, bytes);
  if (fault >= 0) return { code: ResultCode.fieldOutOfRange, field: fault, layout };
  return { code: ResultCode.accepted, field: NO_FIELD, layout };
}
