/** Which rule answers which command. The command's form is known to be sound. */
import {
  amendOrder,
  approveKey,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  clearMarket,
  closeSession,
  continueWork,
  createMarket,
  decode,
  genesis,
  openAccount,
  openMessage,
  openSession,
  placeOrder,
  registerKey,
  registerOwner,
  replaceOrder,
  resize,
  revokeKeys,
  scheduleCancel,
  setMarketLimits,
  setMarketState,
  setOrderGroup,
  setOrderQuota,
  setReferencePrice,
  setSelfTrade,
  setStepTable,
  signSession,
  tick,
  upgradeRules,
} from '@intelligent-ledger/engine/core';
import * as administration from './administration.ts';
import { executeMargin, isOfMargin } from './margin/margin-table.ts';
import { executeMoney, isOfMoney } from './money/money-table.ts';
import type { NaiveState } from './naive-state.ts';
import { changeOrderQuota } from './orders/order-quotas.ts';
import * as orders from './orders/orders.ts';
import { changeOrderGroup } from './queue/order-groups.ts';
import { schedule } from './queue/scheduled-cancels.ts';
import { sweepOwner } from './queue/sweeps.ts';
import type { Refusal } from './refusal.ts';
import { changeCapacities } from './resizing.ts';
import * as keys from './senders/keys.ts';
import * as messages from './senders/messages.ts';
import * as sessions from './senders/sessions.ts';

/** Carries out a command or says why not. A refused command changed nothing of its own. */
export function executeCommand(state: NaiveState, command: Uint8Array): Refusal | undefined {
  if (isOfMoney(command)) return executeMoney(state, command);
  if (isOfMargin(command)) return executeMargin(state, command);
  const blobAfter = (layout: { byteLength: number }) => command.subarray(layout.byteLength);
  switch (command[0]) {
    case genesis.number:
      return administration.start(state, decode(genesis, command), blobAfter(genesis));
    case tick.number:
    case continueWork.number:
      return administration.advance(state);
    case registerOwner.number:
      return administration.addOwner(state, decode(registerOwner, command));
    case openAccount.number:
      return administration.addAccount(state, decode(openAccount, command));
    case createMarket.number:
      return administration.addMarket(state, decode(createMarket, command), blobAfter(createMarket));
    case setStepTable.number:
      return administration.changeStepTable(state, decode(setStepTable, command), blobAfter(setStepTable));
    case setMarketState.number:
      return administration.changeMarketState(state, decode(setMarketState, command));
    case setMarketLimits.number:
      return administration.changeMarketLimits(state, decode(setMarketLimits, command));
    case setReferencePrice.number:
      return administration.changeReferencePrice(state, decode(setReferencePrice, command));
    case upgradeRules.number:
      return administration.upgrade(state, decode(upgradeRules, command));
    case registerKey.number:
      return keys.register(state, decode(registerKey, command));
    case setOrderQuota.number:
      return changeOrderQuota(state, decode(setOrderQuota, command));
    case clearMarket.number:
      return administration.clear(state, decode(clearMarket, command));
    case resize.number:
      return changeCapacities(state, decode(resize, command));
    default:
      return executeOfUser(state, command);
  }
}

function executeOfUser(state: NaiveState, command: Uint8Array): Refusal | undefined {
  switch (command[0]) {
    case placeOrder.number:
      return orders.place(state, decode(placeOrder, command), command);
    case cancelOrder.number:
      return orders.cancel(state, decode(cancelOrder, command));
    case amendOrder.number:
      return orders.amend(state, decode(amendOrder, command), command);
    case setSelfTrade.number:
      return orders.chooseSelfTrade(state, decode(setSelfTrade, command));
    case openMessage.number:
      return messages.begin(state, decode(openMessage, command));
    case replaceOrder.number:
      return orders.replace(state, decode(replaceOrder, command), command);
    case cancelByClientOrderId.number:
      return orders.cancelById(state, decode(cancelByClientOrderId, command));
    case cancelOrders.number:
      return sweepOwner(state, decode(cancelOrders, command));
    case scheduleCancel.number:
      return schedule(state, decode(scheduleCancel, command));
    case setOrderGroup.number:
      return changeOrderGroup(state, decode(setOrderGroup, command));
    case approveKey.number:
      return keys.approve(state, decode(approveKey, command), command.subarray(approveKey.byteLength));
    case revokeKeys.number:
      return keys.revoke(state, decode(revokeKeys, command));
    case openSession.number:
      return sessions.open(state, decode(openSession, command));
    case signSession.number:
      return sessions.sign(state, decode(signSession, command));
    case closeSession.number:
      return sessions.close(state, decode(closeSession, command));
    default:
      throw new Error(`the judge has no rule for command ${command[0]}`);
  }
}
