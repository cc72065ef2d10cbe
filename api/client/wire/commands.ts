/** What users ask for in a message, as JSON. Whatever is not said is zero, none or the default. */
import Type from 'typebox';
import { count, hex, micros, number, object, unsignedDecimal, word } from './values.ts';

const { Literal, Optional, Boolean: Flag, Unsafe, Array: List, String: Text } = Type;

const CLIENT_ORDER_ID_BYTES = 16;
const KEY_BYTES = 32;

export const SIDES = ['buy', 'sell'] as const;
export const ORDER_TYPES = ['limit', 'market'] as const;
export const TIMES_IN_FORCE = ['good_till_cancelled', 'immediate_or_cancel', 'fill_or_kill'] as const;
export const SELF_TRADES = ['account_default', 'expire_maker', 'expire_taker', 'expire_both', 'decrement'] as const;
export const KEY_KINDS = ['ed25519', 'program', 'secp256k1'] as const;
export const SCOPES = ['trade', 'cancel', 'read'] as const;

const clientOrderId = hex(
  CLIENT_ORDER_ID_BYTES,
  'Name that the client gives the order: while the command is valid, the same order under it is placed once.',
);
const market = number('Number of the market.');

const orderTerms = {
  market,
  side: word(SIDES, 'Which side it is on.'),
  price: unsignedDecimal('Limit, in dollars; of a market order the worst price that it takes.'),
  size: unsignedDecimal('Size, in units of the market.'),
  order_type: Optional(word(ORDER_TYPES, 'Limit unless said otherwise.')),
  time_in_force: Optional(
    word(TIMES_IN_FORCE, 'What becomes of what does not match at once; it stays unless said otherwise.'),
  ),
  client_order_id: Optional(clientOrderId),
  post_only: Optional(Flag({ description: 'Refuses it if it would match at once.' })),
  reduce_only: Optional(Flag({ description: 'Never makes a position larger.' })),
  display_size: Optional(unsignedDecimal('What it shows at a time; all unless said otherwise.')),
  expiry: Optional(micros('Time from which it is dead; never unless said otherwise.')),
  self_trade: Optional(word(SELF_TRADES, 'What happens when it would meet an order of the same owner.')),
  order_group: Optional(number('Order group of the account.')),
  builder: Optional(number('Owner that receives the builder fee.')),
  builder_fee: Optional(unsignedDecimal('Rate of the builder fee: 0.0001 is a ten-thousandth.')),
  slippage: Optional(unsignedDecimal('Of a market order: how far beyond the best price it goes, as a part of that.')),
};

export const PlaceOrder = object(
  { type: Literal('place_order'), ...orderTerms },
  {
    description: 'Places an order.',
  },
);
export type PlaceOrder = Type.Static<typeof PlaceOrder>;
export const ReplaceOrder = object(
  {
    type: Literal('replace_order'),
    ...orderTerms,
    replaced: Optional(count('Number of the order to cancel.')),
    replaced_client_order_id: Optional(clientOrderId),
  },
  { description: 'Cancels an order and places another, both or neither.' },
);
export const AmendOrder = object(
  {
    type: Literal('amend_order'),
    market,
    order: count('Number of the order.'),
    price: orderTerms.price,
    size: unsignedDecimal('Total size with what has filled.'),
    display_size: orderTerms.display_size,
    expiry: orderTerms.expiry,
  },
  {
    description:
      'States an order anew. Its number stays, and its place too unless price or display change or it grows.',
  },
);
export const CancelOrder = object(
  { type: Literal('cancel_order'), order: count('Number of the order.') },
  {
    description: 'Cancels an order by its number.',
  },
);
export const CancelByClientOrderId = object(
  { type: Literal('cancel_by_client_order_id'), client_order_id: clientOrderId },
  { description: 'Cancels an order by the name that the client gave it.' },
);
export const CancelOrders = object(
  {
    type: Literal('cancel_orders'),
    whole_owner: Optional(Flag({ description: 'Of all accounts of the owner, and not only of this one.' })),
    market: Optional(market),
    key: Optional(number('Only those that this key placed.')),
    session: Optional(number('Only those that this session sent.')),
    order_group: Optional(number('Only those of this order group.')),
  },
  { description: 'Cancels all open orders, or those that everything said here admits.' },
);
export const ScheduleCancel = object(
  { type: Literal('schedule_cancel'), at: micros('At least five seconds ahead; 0 schedules nothing.') },
  { description: 'Cancels all orders of the account at a time, unless it is put off before.' },
);
export const SetSelfTrade = object(
  { type: Literal('set_self_trade'), self_trade: word(SELF_TRADES, 'The default of the account.') },
  { description: 'Sets what orders that say nothing of it do when they would meet one of the same owner.' },
);
export const SetOrderGroup = object(
  {
    type: Literal('set_order_group'),
    order_group: Optional(number('0 or nothing makes a new one.')),
    fill_limit: count('Lots that fill in the window until it trips; 0 removes it.'),
    window_millis: count('The window.'),
  },
  { description: 'Makes an order group, sets it anew, or removes it.' },
);
export const ApproveKey = object(
  {
    type: Literal('approve_key'),
    identity: hex(KEY_BYTES, 'Public key, or secp256k1 address followed by zeros.'),
    key_kind: word(KEY_KINDS, 'What the identity is.'),
    proof: Text({
      pattern: '^([0-9a-f]{128}|[0-9a-f]{130})$',
      description: 'What the key signed: that it acts for the owner.',
    }),
    scope: List(word(SCOPES, 'Trade includes cancel.'), { description: 'What it may do.' }),
    expires_at: Optional(micros('Time from which it is dead; never unless said otherwise.')),
    order_value_max: Optional(unsignedDecimal('Dollars that one order may be worth.')),
    only_account: Optional(number('The one account that it may act for.')),
    only_markets: Optional(List(market, { maxItems: 8, description: 'The markets in which it may trade, ascending.' })),
    commands_per_second: Optional(count('Commands but cancels in a second.')),
  },
  { description: 'Lets an agent key act for the owner, or changes what it may do.' },
);
export const RevokeKeys = object(
  { type: Literal('revoke_keys'), key: number('Number of the key; 0 is all.') },
  {
    description: 'Ends a key, or all of them.',
  },
);
export const OpenSession = object(
  {
    type: Literal('open_session'),
    session_key: hex(KEY_BYTES, 'Ed25519 public key by which the session signs.'),
    expires_at: micros('Time from which it is dead, at most a day ahead.'),
  },
  { description: 'Opens a session, whose messages need no signature each.' },
);
export const SignSession = object(
  {
    type: Literal('sign_session'),
    counter: count('Highest nonce that the chain covers.'),
    of_sequence: count('Place in the log up to which it covers what the session sent.'),
    chain: hex(KEY_BYTES, 'The chain.'),
  },
  { description: 'Signs the chain over what the session sent.' },
);
export const CloseSession = object(
  { type: Literal('close_session'), session: number('Number of the session.') },
  {
    description: 'Closes a session. Its orders stay.',
  },
);
const asset = number('Number of the asset.');
const amount = unsignedDecimal('Amount, in whole units.');
export const Transfer = object(
  { type: Literal('transfer'), asset, amount, to_account: number('The account that gets it.') },
  { description: 'Moves an amount to another account of the same owner.' },
);
export const Convert = object(
  { type: Literal('convert'), asset, amount, direction: word(['to_dollar', 'to_coin'], 'What it becomes.') },
  { description: 'Converts between a coin and the venue dollar, at par. The amount is of what is given.' },
);
export const SetAutoConversion = object(
  { type: Literal('set_auto_conversion'), converts: Flag({ description: 'Whether coins that come are converted.' }) },
  { description: 'Says whether coins that are credited become venue dollars.' },
);
export const PinDestination = object(
  { type: Literal('pin_destination'), destination: hex(KEY_BYTES, 'Solana address.') },
  { description: 'Says once and for all where an owner that is a secp256k1 address withdraws to.' },
);
export const RequestWithdrawal = object(
  { type: Literal('request_withdrawal'), asset, amount },
  {
    description: 'Asks that an amount leaves for the destination of the owner.',
  },
);
export const ClaimSuspense = object(
  { type: Literal('claim_suspense'), asset },
  {
    description: 'Moves what is in suspense for the owner to the account.',
  },
);
export const ApproveBuilder = object(
  {
    type: Literal('approve_builder'),
    builder: number('Owner who is paid.'),
    rate_max: unsignedDecimal('Largest rate; 0 takes the approval back.'),
  },
  { description: 'Says what orders may pay at most to an owner who brought them.' },
);
export const SetReferrer = object(
  { type: Literal('set_referrer'), referrer: number('Owner who referred it.') },
  {
    description: 'Says once and for all who brought the owner.',
  },
);
export const ClaimRewards = object(
  { type: Literal('claim_rewards') },
  {
    description: 'Credits the account with what its owner has earned by fees of others.',
  },
);

/** By type. */
export const COMMANDS = {
  place_order: PlaceOrder,
  replace_order: ReplaceOrder,
  amend_order: AmendOrder,
  cancel_order: CancelOrder,
  cancel_by_client_order_id: CancelByClientOrderId,
  cancel_orders: CancelOrders,
  schedule_cancel: ScheduleCancel,
  set_self_trade: SetSelfTrade,
  set_order_group: SetOrderGroup,
  approve_key: ApproveKey,
  revoke_keys: RevokeKeys,
  open_session: OpenSession,
  sign_session: SignSession,
  close_session: CloseSession,
  transfer: Transfer,
  convert: Convert,
  set_auto_conversion: SetAutoConversion,
  pin_destination: PinDestination,
  request_withdrawal: RequestWithdrawal,
  claim_suspense: ClaimSuspense,
  approve_builder: ApproveBuilder,
  set_referrer: SetReferrer,
  claim_rewards: ClaimRewards,
};

/** One of all of them. Which one it is stands in its `type`, so that nobody has to try one after another. */
export const Command = Unsafe<Command>({
  ...{ type: 'object', description: 'A command.', required: ['type'] },
  ...{ discriminator: { propertyName: 'type' }, oneOf: Object.values(COMMANDS) },
});
export type Command = { [Name in keyof typeof COMMANDS]: Type.Static<(typeof COMMANDS)[Name]> }[keyof typeof COMMANDS];

/** What is signed, behind the two lines that say what it is and for which exchange. */
export const Message = object(
  {
    account: number('The account that the commands act for.'),
    key: Optional(number("The owner's key that signs; 0 or nothing is the owner itself.")),
    session: Optional(number('The session that sends it.')),
    nonce: count('A number that the key uses once, above 63.'),
    valid_until: micros('Time from which it is dead, at most a minute ahead.'),
    commands: List(Command, {
      minItems: 1,
      maxItems: 63,
      description: 'Several are applied one after another, with nothing between.',
    }),
  },
  { description: 'A message.' },
);
export type Message = Omit<Type.Static<typeof Message>, 'commands'> & { commands: Command[] };
