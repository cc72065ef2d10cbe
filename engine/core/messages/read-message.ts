/**
 * What signed bytes ask for: the one function by which the gateway makes commands of them, and by which anybody who
 * reads the log again finds out that it made these and no others. It depends on the bytes, on the domain of the
 * exchange and on decimals of markets and assets, which never change.
 */

import { assert } from '../bug.ts';
import { encode, writeField } from '../schema/codec.ts';
import { openMessage } from '../schema/command.ts';
import {
  CONVERSION_DIRECTION_NAMES,
  ConversionDirection,
  MESSAGE_COMMANDS_MAX,
  VENUE_DOLLAR_DECIMALS,
} from '../schema/command-terms.ts';
import type { Field, Layout } from '../schema/layout.ts';
import { COMMAND_FORMS, type CommandForm } from './command-forms.ts';
import { type Decimals, type FieldForm, jsonWord, readField } from './field-form.ts';
import { isMessageFault, type MessageFault, type MessageFaultCode } from './message-fault.ts';
import { bodyOf } from './message-text.ts';
import { isObject, plainJson } from './plain-json.ts';

/** What of the exchange the reading of a message depends on. Neither ever changes once it is there. */
export interface MessageRegistry {
  /** The exchange, as 64 digits of hex. */
  readonly domain: string;
  /** The decimals of sizes in a market; undefined when there is no such market. */
  sizeDecimalsOf(market: number): number | undefined;
  /** The decimals of an asset; undefined when there is no such asset. */
  assetDecimalsOf(asset: number): number | undefined;
}

/** One command of a message, as it goes into the log. */
export interface MessageCommand {
  readonly layout: Layout;
  readonly command: Uint8Array;
  readonly blob?: Uint8Array;
  /** Of an `approve_key`: what the key signed, in hex. */
  readonly proof?: string;
  /** Of an `amend_order`: the market that it says the order is in. */
  readonly statedMarket?: number;
}

export interface Message {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  readonly nonce: number;
  readonly validUntil: number;
  /** As they follow each other in the log: where it asks for several, the one that opens the message comes first. */
  readonly commands: readonly MessageCommand[];
}

interface Property {
  readonly path: string;
  readonly form: FieldForm;
  readonly field: Field | null;
  /** Where the flag goes that the property is or sets; a layout has one such field at most. */
  readonly flagsField: Field | null;
}

type UserHead = Pick<Message, 'account' | 'key' | 'session' | 'nonce' | 'validUntil'>;

/** The head of a message: its name there, and whether it must be there. */
const HEAD: Readonly<Record<string, { readonly name: keyof UserHead; readonly isRequired: boolean }>> = {
  account: { name: 'account', isRequired: true },
  key: { name: 'key', isRequired: false },
  session: { name: 'session', isRequired: false },
  nonce: { name: 'nonce', isRequired: true },
  valid_until: { name: 'validUntil', isRequired: true },
};
const HEAD_PROPERTIES = Object.entries(HEAD).map(([path, { name, isRequired }]) => {
  return {
    path,
    name,
    isRequired,
    form: { kind: 'integer', field: name } as const,
    field: fieldNamed(openMessage, name),
  };
});
const BLOB_BYTES = fieldNamed(openMessage, 'blobBytes');
// All that users may ask for has its head in the same place, and one field of flags that properties set at most.
for (const { layout, properties } of Object.values(COMMAND_FORMS)) {
  for (const { field } of HEAD_PROPERTIES) {
    const own = fieldNamed(layout, field.name);
    assert(own.offset === field.offset && own.kind === field.kind, `${layout.name} has its ${field.name} elsewhere`);
  }
  assert(fieldNamed(layout, 'blobBytes').offset === BLOB_BYTES.offset, `${layout.name} has its blob elsewhere`);
  const flags = propertiesOf({ layout, properties }).flatMap(({ flagsField }) => flagsField?.name ?? []);
  assert(new Set(flags).size <= 1, `${layout.name} has flags in several fields`);
}
/** The properties of each form, with the field of the layout that each goes to, where it goes to one. */
const PROPERTIES: ReadonlyMap<CommandForm, readonly Property[]> = new Map(
  Object.values(COMMAND_FORMS).map((form) => [form, propertiesOf(form)]),
);
/** A tick times a lot is a micro-dollar, so that the decimals of both come to those of the dollar. */
const TICK_AND_LOT_DECIMALS = VENUE_DOLLAR_DECIMALS;
const FIRST_PLACE = 1;
const DIRECTION_TO_COIN = jsonWord(CONVERSION_DIRECTION_NAMES[ConversionDirection.toCoin]);
/** What is to blame where it is not the property at hand. */
const BLAMED: Partial<Record<MessageFaultCode, string>> = { marketUnknown: 'market', assetUnknown: 'asset' };
const NO_DECIMALS: Decimals = { price: null, size: null, amount: null };

/** The message that bytes of format 1 are, or why they are none. */
export function readMessage(bytes: Uint8Array, registry: MessageRegistry): Message | MessageFault {
  const body = bodyOf(bytes, registry.domain);
  return typeof body === 'string' ? readBody(body, registry) : body;
}

/** The same of a body alone, whose letters are known to be printable ASCII or ends of lines. */
export function readBody(body: string, registry: MessageRegistry): Message | MessageFault {
  const value = plainJson(body);
  if (!isObject(value)) return { fault: 'jsonMalformed', path: '' };
  const head = readHead(value);
  if (isMessageFault(head)) return head;
  const { commands } = value;
  if (!Array.isArray(commands))
    return { fault: commands === undefined ? 'propertyMissing' : 'typeWrong', path: 'commands' };
  if (commands.length === 0 || commands.length > MESSAGE_COMMANDS_MAX) {
    return { fault: 'commandCountWrong', path: 'commands' };
  }
  const isMany = commands.length > 1;
  const read: MessageCommand[] = isMany ? [opened(head, commands.length)] : [];
  for (const [index, command] of commands.entries()) {
    const ofCommand = isMany ? { ...head, nonce: FIRST_PLACE + index } : head;
    const made = readCommand(command, ofCommand, registry);
    if (isMessageFault(made)) return { ...made, path: `commands[${index}]${made.path === '' ? '' : `.${made.path}`}` };
    read.push(made);
  }
  return { ...head, commands: read };
}

function readHead(value: Readonly<Record<string, unknown>>): UserHead | MessageFault {
  const head = { account: 0, key: 0, session: 0, nonce: 0, validUntil: 0 };
  for (const path of Object.keys(value)) {
    if (path !== 'commands' && !Object.hasOwn(HEAD, path)) return { fault: 'propertyUnknown', path };
  }
  for (const { path, name, form, isRequired, field } of HEAD_PROPERTIES) {
    const given = value[path];
    if (given === undefined) {
      if (isRequired) return { fault: 'propertyMissing', path };
      continue;
    }
    const reading = readField(form, field, given, NO_DECIMALS);
    if (typeof reading === 'string') return { fault: reading, path };
    head[name] = 'value' in reading ? (reading.value as number) : 0;
  }
  // What lies below are places of commands in a message. What lies beyond would leave no room above it: whoever may
  // send under a key could use up all nonces that its owner still needs.
  const isNonce = head.nonce > MESSAGE_COMMANDS_MAX && head.nonce <= head.validUntil;
  if (!isNonce) return { fault: 'valueOutOfRange', path: 'nonce' };
  return head;
}

function opened(head: UserHead, commands: number): MessageCommand {
  return { layout: openMessage, command: encode(openMessage, { ...head, commands }) };
}

/** One command of a message with a head, or why it is none. */
export function readCommand(value: unknown, head: UserHead, registry: MessageRegistry): MessageCommand | MessageFault {
  if (!isObject(value)) return { fault: 'typeWrong', path: '' };
  const { type } = value;
  if (typeof type !== 'string') return { fault: type === undefined ? 'propertyMissing' : 'typeWrong', path: 'type' };
  if (!Object.hasOwn(COMMAND_FORMS, type)) return { fault: 'commandTypeUnknown', path: 'type' };
  const form = COMMAND_FORMS[type] as CommandForm;
  for (const path of Object.keys(value)) {
    if (path !== 'type' && !Object.hasOwn(form.properties, path)) return { fault: 'propertyUnknown', path };
  }
  return filled(form, value, head, decimalsFor(value, registry));
}

/** The decimals that the market or asset which a command names has. */
function decimalsFor(given: Readonly<Record<string, unknown>>, registry: MessageRegistry): Decimals {
  const { market, asset, direction } = given;
  const size = typeof market === 'number' ? (registry.sizeDecimalsOf(market) ?? null) : null;
  const ofAsset = typeof asset === 'number' ? (registry.assetDecimalsOf(asset) ?? null) : null;
  // What becomes a coin is dollars.
  const isOfDollars = ofAsset !== null && direction === DIRECTION_TO_COIN;
  const amount = isOfDollars ? VENUE_DOLLAR_DECIMALS : ofAsset;
  return { price: size === null ? null : TICK_AND_LOT_DECIMALS - size, size, amount };
}

function filled(
  command: CommandForm,
  given: Readonly<Record<string, unknown>>,
  head: UserHead,
  decimals: Decimals,
): MessageCommand | MessageFault {
  const { layout } = command;
  const bytes = new Uint8Array(layout.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, layout.number);
  view.setUint8(1, layout.version);
  for (const { name, field } of HEAD_PROPERTIES) writeField(view, field, head[name]);
  let flags = 0;
  let rest: Pick<MessageCommand, 'blob' | 'proof' | 'statedMarket'> = {};
  for (const { path, form, field, flagsField } of PROPERTIES.get(command) ?? []) {
    const value = given[path];
    if (value === undefined) {
      if (form.isRequired) return { fault: 'propertyMissing', path };
      if (form.otherwise !== undefined && field !== null) writeField(view, field, form.otherwise);
      continue;
    }
    const reading = readField(form, field, value, decimals);
    if (typeof reading === 'string') return { fault: reading, path: BLAMED[reading] ?? path };
    if ('blob' in reading) rest = { ...rest, blob: reading.blob };
    else if (form.kind === 'proof') rest = { ...rest, proof: String(reading.value) };
    else if (form.kind === 'market') rest = { ...rest, statedMarket: Number(reading.value) };
    else if (form.kind === 'flag') flags |= Number(reading.value);
    else if (field !== null) writeField(view, field, reading.value);
    if (form.kind === 'announced') flags |= form.bit;
    if (flagsField !== null) writeField(view, flagsField, flags);
  }
  if (rest.blob !== undefined) writeField(view, BLOB_BYTES, rest.blob.length);
  return { layout, command: bytes, ...rest };
}

function propertiesOf({ layout, properties }: CommandForm): Property[] {
  return Object.entries(properties).map(([path, form]) => {
    const field = 'field' in form ? fieldNamed(layout, form.field) : null;
    const ofFlag = form.kind === 'flag' ? field : null;
    return { path, form, field, flagsField: form.kind === 'announced' ? fieldNamed(layout, form.flags) : ofFlag };
  });
}

function fieldNamed(layout: Layout, named: string): Field {
  const field = layout.fields.find(({ name }) => name === named);
  assert(field !== undefined, `${layout.name} has a field ${named}`);
  return field;
}
