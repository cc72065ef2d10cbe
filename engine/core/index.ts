/**
 * The door of the core: a deterministic exchange as a pure state machine. It imports nothing, reads
 * no clock and no disk, and gives the same records and the same state hash for the same log on
 * every machine.
 */

export type { OrderPreview, PreviewedOrder } from './book/order-preview.ts';
export type { Level, MatchPlan, PlannedFill, Quote } from './book/view.ts';
export { assert, EngineBug } from './bug.ts';
export { encodeFeeTiers, type FeeTier } from './fees/fee-schedule.ts';
export { HOST_INDEX_MAX } from './input-buffer.ts';
export { Machine, type MachineOptions } from './machine.ts';
export type { AccountHealth, BalanceHealth, PositionHealth } from './margin/account-reader.ts';
export { COMMAND_FORMS, type CommandForm } from './messages/command-forms.ts';
export { type FieldForm, jsonWord } from './messages/field-form.ts';
export { keyProofText } from './messages/key-proof.ts';
export { isMessageFault, type MessageFault, type MessageFaultCode } from './messages/message-fault.ts';
export { bytesOfAscii, MESSAGE_FORMAT, messageText } from './messages/message-text.ts';
export {
  type Message,
  type MessageCommand,
  type MessageRegistry,
  readBody,
  readCommand,
  readMessage,
} from './messages/read-message.ts';
export {
  ROLE_MESSAGE_FORMAT,
  ROLES,
  type Role,
  type RoleMessage,
  readRoleMessage,
  roleMessageBytes,
  roleOf,
} from './messages/role-message.ts';
export { type ChainedMessage, chainOfOpened, chainWith, countsInChain } from './messages/session-chain.ts';
export { BookAccount } from './money/ledger.ts';
export { decimalOf, scaledOf } from './numbers/decimal.ts';
export { Sha256, sha256Hex } from './numbers/sha256.ts';
export { decodeBands, encodeBands, type StepBand, StepTable, stepTableFrom } from './numbers/step-table.ts';
export { limbsToBigInt } from './numbers/two-limb.ts';
export {
  type Atoms,
  isAtoms,
  isLots,
  isMicroUsd,
  isTicks,
  type Lots,
  type MicroUsd,
  notionalOf,
  type Ticks,
} from './numbers/units.ts';
export { mulDivCeil, mulDivFloor } from './numbers/wide.ts';
export * from './schema/authorization.ts';
export { decode, encode, fieldNameAt, firstFault, print } from './schema/codec.ts';
export * from './schema/command.ts';
export * from './schema/entry.ts';
export { decodeEntry, type EntryParts, encodeEntry, padded } from './schema/entry-codec.ts';
export * from './schema/layout.ts';
export * from './schema/record.ts';
export { type DecodedRecord, decodeRecords } from './schema/record-reader.ts';
export { RESULT_CODE_DOCS, ResultCode, resultCodeName } from './schema/result-code.ts';
export * from './schema/snapshot.ts';
export { type Restored, restoreMachine } from './snapshot/restore.ts';
export { decodeSnapshot, type LogicalState, type MarketRow, type OrderRow } from './snapshot/snapshot-reader.ts';
export { RECORD_CHAIN_INTERVAL, RecordChain, type RecordChainState } from './state/record-chain.ts';
