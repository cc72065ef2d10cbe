/**
 * The door of the host: the durable engine and its ports, followers and tools for its journal; readers of order flow
 * files, the desk that plays them into a machine, views of books and of accounts.
 */
export { AccountHistory, type AccountHistoryOptions } from './account-views/account-history.ts';
export type { FillEntry, HistoryPage, OrderEntry, OrderEntryTerms, OrderStatus } from './account-views/view.ts';
export { BookCopy } from './book-views/book-copy.ts';
export { BookViews, type BookViewsOptions } from './book-views/book-views.ts';
export { bookChecksum, CHECKSUM_LEVELS } from './book-views/checksum.ts';
export type { CopyVerdict } from './book-views/copy-verdict.ts';
export { OrderCopy } from './book-views/order-copy.ts';
export type {
  AsOf,
  Deltas,
  Depth,
  LevelDeltas,
  LevelRow,
  OrderDeltas,
  OrderRow,
  Orders,
  PublicOrder,
  Quotes,
  Refusal,
  Refused,
} from './book-views/view.ts';
export { parsedArguments, runProgram, UsageFault, wholeNumber } from './console/program.ts';
export { grouped, Progress, watched } from './console/progress.ts';
export { type Fact, type Finding, findingsOf, holds, printed, type Report } from './console/report.ts';
export type { Fill } from './desk/answer.ts';
export { Desk, MARKET, openDesk } from './desk/desk.ts';
export { type FeedOrder, FeedOrders } from './desk/feed-orders.ts';
export { type MarketTerms, marketTermsFor } from './desk/market-terms.ts';
export { type Disk, systemDisk } from './disk/disk.ts';
export { DISK_OPERATIONS, type DiskOperation, type Fault, faultyDisk } from './disk/faulty-disk.ts';
export type { Journal } from './engine/engine-loop.ts';
export { ENGINE_DEFAULTS, type EngineOptions } from './engine/engine-options.ts';
export { EnginePortEnd, type PortMemory } from './engine/engine-port-end.ts';
export { EngineService } from './engine/engine-service.ts';
export { HostStatus, STATUS, type StatusName } from './engine/host-status.ts';
export { runEngineThread } from './engine/run-engine-thread.ts';
export { createEngineMemory, createPortMemory } from './engine/shared-memory.ts';
export type { Started } from './engine/thread-messages.ts';
export { engineEnvironment, isStarted, runAsEngine, tuneCompiler } from './engine-process.ts';
export type { FlowExtent } from './flow/extent.ts';
export { FlowFault } from './flow/fault.ts';
export { type L2Kind, type L2Row, l2Rows } from './flow/l2.ts';
export { type L2Extent, l2Extent, levelId, lotsOf, ticksOf } from './flow/l2-extent.ts';
export {
  type BestQuotes,
  bestQuotes,
  type LobsterKind,
  type LobsterMessage,
  lobsterMessages,
  type PreexistingOrder,
  preexistingOrders,
} from './flow/lobster.ts';
export { LOTS_PER_SHARE, lobsterExtent } from './flow/lobster-extent.ts';
export { type MboAction, type MboRow, type MboSide, mboRows } from './flow/mbo.ts';
export { mboExtent } from './flow/mbo-extent.ts';
export { Divergence, Follower, type FollowerEvent, type FollowerOptions } from './follower/follower.ts';
export { type SigningKey, signingKeyOf } from './identity/private-keys.ts';
export { RoleSigner } from './identity/role-signer.ts';
export { ED25519_SCHEME } from './identity/signatures.ts';
export { blockHead } from './journal/journal-layouts.ts';
export { type Block, JournalReader } from './journal/journal-reader.ts';
export { readReleased } from './journal/released-mark.ts';
export type { AccountName, Posting } from './ledger-views/posting.ts';
export { RecordLedger, type TrialBalanceRow } from './ledger-views/record-ledger.ts';
export { BatchResult } from './port/batch-result.ts';
export { CommandBatch, type CommandBytes } from './port/command-batch.ts';
export { EngineEnded, EnginePort, type PortHandle, type Refusal as PortRefusal } from './port/engine-port.ts';
export type { RecordStream } from './port/record-stream.ts';
export { EngineHost, EngineRefused, type StartOptions, startEngine } from './port/start-engine.ts';
export { type DataDirectories, dataDirectories, makeDirectories } from './replay/data-directories.ts';
export { JournalHistory } from './replay/journal-history.ts';
export { openJournal } from './replay/open-journal.ts';
export { RecoveryFault, recover } from './replay/recovery.ts';
export { Doorbell } from './rings/doorbell.ts';
export { MessageWriter } from './rings/message-ring.ts';
export type { RecordFrame } from './rings/record-frame.ts';
export { RecordRingReader } from './rings/record-ring.ts';
export { FollowerProcess } from './session/follower-process.ts';
export { exchangeName } from './session/kept-session.ts';
export { inCents } from './session/session-play.ts';
export { sessionSource } from './session/session-source.ts';
export { JOURNAL_LAYOUTS } from './snapshots/snapshot-layout.ts';
export { exportRecords } from './tools/export-records.ts';
export { inspectJournal } from './tools/inspect-journal.ts';
export { verifyJournal } from './tools/verify-journal.ts';
export { verifyLog } from './tools/verify-log.ts';
