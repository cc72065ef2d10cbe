/**
 * What the keys that Genesis names sign: the ticks and the administration of whoever runs the exchange, its prices, and
 * what was seen on chain. The commands stand in the text as they stand in the log, since no person writes them:
 *
 *     Intelligent Ledger role message 1
 *     exchange <domain>
 *     nonce <number> until <microseconds>
 *     <name of the command> <command and blob as hex>
 *
 * with a line for each command. The nonces of a key ascend from message to message, and a message is dead from its time
 * on: the core keeps neither, so whoever verifies the log asks for both.
 */

import { hexOf } from '../numbers/sha256.ts';
import { decode } from '../schema/codec.ts';
import {
  COMMANDS,
  clearMarket,
  createAsset,
  createMarket,
  creditDeposit,
  moveWithdrawal,
  openAccount,
  registerOwner,
  resize,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarketLimits,
  setMarketState,
  setMarkPrice,
  setOrderQuota,
  setReferencePrice,
  setReferralTerms,
  setStepTable,
  skipDeposit,
  tick,
  upgradeRules,
} from '../schema/command.ts';
import type { Layout } from '../schema/layout.ts';
import type { MessageFault } from './message-fault.ts';
import { asciiOf, bytesOfAscii } from './message-text.ts';
import type { MessageCommand } from './read-message.ts';

/** The number by which a frame says that its signed bytes are such a text. */
export const ROLE_MESSAGE_FORMAT = 2;

/** Whose key signs, in the order in which Genesis names the keys. */
export const ROLES = ['operator', 'prices', 'deposits'] as const;
export type Role = (typeof ROLES)[number];

const OF_OPERATOR = [
  ...[tick, createMarket, setStepTable, setMarketState, setMarketLimits, clearMarket, resize, upgradeRules],
  ...[registerOwner, openAccount, setOrderQuota, setFeeTiers, setMarginTerms, setReferralTerms],
  ...[createAsset, setAssetTerms],
];
const OF_PRICES = [setReferencePrice, setMarkPrice, setAssetPrice];
const OF_DEPOSITS = [creditDeposit, skipDeposit, moveWithdrawal];
const ROLE_OF: ReadonlyMap<Layout, Role> = new Map<Layout, Role>([
  ...OF_OPERATOR.map((layout) => [layout, 'operator'] as const),
  ...OF_PRICES.map((layout) => [layout, 'prices'] as const),
  ...OF_DEPOSITS.map((layout) => [layout, 'deposits'] as const),
]);

/**
 * The role that signs a command; undefined where users do, or where the sequencer makes it without a signature. Nobody
 * may register a key: an owner approves it, and it proves that it is his.
 */
export function roleOf(layout: Layout): Role | undefined {
  return ROLE_OF.get(layout);
}

export interface RoleMessage {
  readonly nonce: number;
  readonly validUntil: number;
  readonly commands: readonly MessageCommand[];
}

/** The text of a message, as bytes to sign. */
export function roleMessageBytes(domain: string, { nonce, validUntil, commands }: RoleMessage): Uint8Array {
  const lines = commands.map(({ layout, command, blob }) => {
    return `${layout.name} ${hexOf(command)}${blob === undefined ? '' : hexOf(blob)}\n`;
  });
  return bytesOfAscii(`${headOf(domain)}nonce ${nonce} until ${validUntil}\n${lines.join('')}`);
}

/** The message that bytes of format 2 are, or why they are none. */
export function readRoleMessage(bytes: Uint8Array, domain: string): RoleMessage | MessageFault {
  const malformed = { fault: 'textMalformed', path: '' } as const;
  const text = asciiOf(bytes);
  if (text === null) return malformed;
  const head = headOf(domain);
  if (!text.startsWith(head)) return malformed;
  const [terms, ...lines] = text.slice(head.length).split('\n');
  const found = /^nonce (0|[1-9]\d{0,15}) until (0|[1-9]\d{0,15})$/.exec(terms ?? '');
  const [nonce, validUntil] = [Number(found?.[1]), Number(found?.[2])];
  // Every line has an end, so that behind the last there is nothing.
  const hasEnd = lines.pop() === '';
  if (!Number.isSafeInteger(nonce) || !Number.isSafeInteger(validUntil) || !hasEnd) return malformed;
  if (lines.length === 0) return { fault: 'commandCountWrong', path: '' };
  const commands: MessageCommand[] = [];
  for (const line of lines) {
    const command = readLine(line);
    if (command === null) return { fault: 'commandTypeUnknown', path: `commands[${commands.length}]` };
    commands.push(command);
  }
  return { nonce, validUntil, commands };
}

/** The command of a line, which is the one that the line names: its own bytes say the same. */
function readLine(line: string): MessageCommand | null {
  const [, name, hex] = /^(\w+) ((?:[0-9a-f]{2})+)$/.exec(line) ?? [];
  if (hex === undefined) return null;
  const bytes = bytesOfHex(hex);
  const layout = COMMANDS.find(({ number }) => number === bytes[0]);
  if (layout === undefined || layout.name !== name || bytes.length < layout.byteLength) return null;
  const blob = bytes.slice(layout.byteLength);
  const { version, blobBytes } = decode(layout, bytes);
  const isOfLayout = version === layout.version && blobBytes === blob.length && blob.length <= layout.blobBytesMax;
  if (!isOfLayout) return null;
  const command = bytes.slice(0, layout.byteLength);
  return blob.length === 0 ? { layout, command } : { layout, command, blob };
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

function headOf(domain: string): string {
  return `Intelligent Ledger role message 1\nexchange ${domain}\n`;
}
