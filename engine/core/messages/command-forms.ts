/**
 * What users can ask for in a message: by type, the layout that it becomes and how each property is written. Whatever a
 * command has and no property says is zero, which means none or the default everywhere.
 */
import {
  amendOrder,
  approveBuilder,
  approveKey,
  CancelFilter,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  claimRewards,
  claimSuspense,
  closeSession,
  convert,
  OrderFlag,
  OrderType,
  openSession,
  pinDestination,
  placeOrder,
  replaceOrder,
  requestWithdrawal,
  revokeKeys,
  scheduleCancel,
  setAutoConversion,
  setOrderGroup,
  setReferrer,
  setSelfTrade,
  signSession,
  TimeInForce,
  transfer,
} from '../schema/command.ts';
import type { Layout } from '../schema/layout.ts';
import type { FieldForm } from './field-form.ts';

export interface CommandForm {
  readonly layout: Layout;
  readonly properties: Readonly<Record<string, FieldForm>>;
}

const RATE_DECIMALS = 6;
const BUILDER_DECIMALS = 8;
const DOLLAR_DECIMALS = 6;

const isRequired = true;

const orderTerms = {
  market: { kind: 'integer', field: 'market', isRequired },
  side: { kind: 'word', field: 'side', isRequired },
  price: { kind: 'price', field: 'price', isRequired },
  size: { kind: 'size', field: 'size', isRequired },
  order_type: { kind: 'word', field: 'orderType', otherwise: OrderType.limit },
  time_in_force: { kind: 'word', field: 'timeInForce', otherwise: TimeInForce.goodTillCancelled },
  client_order_id: { kind: 'hex', field: 'clientOrderId' },
  post_only: { kind: 'flag', field: 'flags', bit: OrderFlag.postOnly },
  reduce_only: { kind: 'flag', field: 'flags', bit: OrderFlag.reduceOnly },
  display_size: { kind: 'size', field: 'displaySize' },
  expiry: { kind: 'integer', field: 'expiry' },
  self_trade: { kind: 'word', field: 'selfTrade' },
  order_group: { kind: 'integer', field: 'orderGroup' },
  builder: { kind: 'ordinal', field: 'builder' },
  builder_fee: { kind: 'decimal', field: 'builderFee', decimals: BUILDER_DECIMALS },
  slippage: { kind: 'decimal', field: 'slippage', decimals: RATE_DECIMALS },
} as const;

/** By type, as `commands[].type` says it. */
export const COMMAND_FORMS: Readonly<Record<string, CommandForm>> = {
  place_order: { layout: placeOrder, properties: orderTerms },
  replace_order: {
    layout: replaceOrder,
    properties: {
      ...orderTerms,
      replaced: { kind: 'integer', field: 'replaced' },
      replaced_client_order_id: { kind: 'hex', field: 'replacedClientOrderId' },
    },
  },
  amend_order: {
    layout: amendOrder,
    properties: {
      market: { kind: 'market', isRequired },
      order: { kind: 'integer', field: 'order', isRequired },
      price: { kind: 'price', field: 'price', isRequired },
      size: { kind: 'size', field: 'size', isRequired },
      display_size: { kind: 'size', field: 'displaySize' },
      expiry: { kind: 'integer', field: 'expiry' },
    },
  },
  cancel_order: { layout: cancelOrder, properties: { order: { kind: 'integer', field: 'order', isRequired } } },
  cancel_by_client_order_id: {
    layout: cancelByClientOrderId,
    properties: { client_order_id: { kind: 'hex', field: 'clientOrderId', isRequired } },
  },
  cancel_orders: {
    layout: cancelOrders,
    properties: {
      whole_owner: { kind: 'flag', field: 'filter', bit: CancelFilter.wholeOwner },
      market: { kind: 'announced', field: 'market', flags: 'filter', bit: CancelFilter.ofMarket },
      key: { kind: 'announced', field: 'ofKey', flags: 'filter', bit: CancelFilter.ofKey },
      session: { kind: 'announced', field: 'ofSession', flags: 'filter', bit: CancelFilter.ofSession },
      order_group: { kind: 'announced', field: 'ofGroup', flags: 'filter', bit: CancelFilter.ofGroup },
    },
  },
  schedule_cancel: { layout: scheduleCancel, properties: { at: { kind: 'integer', field: 'at', isRequired } } },
  set_self_trade: {
    layout: setSelfTrade,
    properties: { self_trade: { kind: 'word', field: 'selfTrade', isRequired } },
  },
  set_order_group: {
    layout: setOrderGroup,
    properties: {
      order_group: { kind: 'integer', field: 'group' },
      fill_limit: { kind: 'integer', field: 'fillLimit', isRequired },
      window_millis: { kind: 'integer', field: 'windowMillis', isRequired },
    },
  },
  approve_key: {
    layout: approveKey,
    properties: {
      identity: { kind: 'hex', field: 'identity', isRequired },
      key_kind: { kind: 'word', field: 'keyKind', isRequired },
      proof: { kind: 'proof', isRequired },
      scope: { kind: 'words', field: 'scope', isRequired },
      expires_at: { kind: 'integer', field: 'expiresAt' },
      order_value_max: { kind: 'decimal', field: 'orderValueMax', decimals: DOLLAR_DECIMALS },
      only_account: { kind: 'ordinal', field: 'ofAccount' },
      only_markets: { kind: 'markets' },
      commands_per_second: { kind: 'integer', field: 'commandsPerSecond' },
    },
  },
  revoke_keys: { layout: revokeKeys, properties: { key: { kind: 'integer', field: 'ofKey', isRequired } } },
  open_session: {
    layout: openSession,
    properties: {
      session_key: { kind: 'hex', field: 'sessionKey', isRequired },
      expires_at: { kind: 'integer', field: 'expiresAt', isRequired },
    },
  },
  sign_session: {
    layout: signSession,
    properties: {
      counter: { kind: 'integer', field: 'counter', isRequired },
      of_sequence: { kind: 'integer', field: 'ofSequence', isRequired },
      chain: { kind: 'hex', field: 'chain', isRequired },
    },
  },
  close_session: { layout: closeSession, properties: { session: { kind: 'integer', field: 'ofSession', isRequired } } },
  transfer: {
    layout: transfer,
    properties: {
      asset: { kind: 'integer', field: 'asset', isRequired },
      amount: { kind: 'amount', field: 'amount', isRequired },
      to_account: { kind: 'integer', field: 'toAccount', isRequired },
    },
  },
  convert: {
    layout: convert,
    properties: {
      asset: { kind: 'integer', field: 'asset', isRequired },
      amount: { kind: 'amount', field: 'amount', isRequired },
      direction: { kind: 'word', field: 'direction', isRequired },
    },
  },
  set_auto_conversion: {
    layout: setAutoConversion,
    properties: { converts: { kind: 'flag', field: 'converts', bit: 1, isRequired } },
  },
  pin_destination: {
    layout: pinDestination,
    properties: { destination: { kind: 'hex', field: 'destination', isRequired } },
  },
  request_withdrawal: {
    layout: requestWithdrawal,
    properties: {
      asset: { kind: 'integer', field: 'asset', isRequired },
      amount: { kind: 'amount', field: 'amount', isRequired },
    },
  },
  claim_suspense: { layout: claimSuspense, properties: { asset: { kind: 'integer', field: 'asset', isRequired } } },
  approve_builder: {
    layout: approveBuilder,
    properties: {
      builder: { kind: 'integer', field: 'builder', isRequired },
      rate_max: { kind: 'decimal', field: 'rateMax', decimals: BUILDER_DECIMALS, isRequired },
    },
  },
  set_referrer: { layout: setReferrer, properties: { referrer: { kind: 'integer', field: 'referrer', isRequired } } },
  claim_rewards: { layout: claimRewards, properties: {} },
};
