/**
 * What the gateway may use of the host: it starts the durable engine, speaks to it through ports, makes views of its
 * records, and asks who is who.
 */
export { AccountHistory, type KeptHistory } from './account-views/account-history.ts';
export type { FillEntry, OrderEntry } from './account-views/view.ts';
export { BookViews } from './book-views/book-views.ts';
export type { Depth, Orders, PublicOrder, Refused } from './book-views/view.ts';
export { STATUS } from './engine/host-status.ts';
export {
  type AuthorityFault,
  hasProof,
  senderOf,
  sessionOf,
  signatureOfHex,
  signerOfMessage,
} from './identity/authority.ts';
export { newPrivateKey, type SigningKey, signingKeyOf } from './identity/private-keys.ts';
export { type Identity, type KeyEntry, type OwnerEntry, Registry, type SessionEntry } from './identity/registry.ts';
export { RoleSigner } from './identity/role-signer.ts';
export { ED25519_SCHEME, isSignedBy, SECP256K1_SCHEME, whetherSignedBy } from './identity/signatures.ts';
export { BatchResult } from './port/batch-result.ts';
export { CommandBatch, type CommandBytes } from './port/command-batch.ts';
export { EngineEnded, EnginePort, type PortHandle } from './port/engine-port.ts';
export type { RecordStream } from './port/record-stream.ts';
export { EngineHost, EngineRefused, startEngine } from './port/start-engine.ts';
export { startThread } from './port/start-thread.ts';
export { ThreadedHistory } from './port/threaded-history.ts';
export { readRecords } from './records/record-decoder.ts';
export { type DataDirectories, dataDirectories, makeDirectories } from './replay/data-directories.ts';
export type { RecordFrame } from './rings/record-frame.ts';
