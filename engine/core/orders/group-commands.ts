/** The rules of the command that makes, sets and removes order groups. It reads and writes through the codec. */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { ORDER_GROUPS_OF_ACCOUNT_MAX, setOrderGroup } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { orderGroupSet } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { GroupSweep } from '../state/order-groups.ts';

/** Applies a well-formed setOrderGroup of a user who may act. */
export function applySetOrderGroup(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { orderGroups, terms } = exchange;
  const { account, group: named, fillLimit, windowMillis } = decode(setOrderGroup, bytes);
  if (named === 0) {
    if (fillLimit === 0) return blaming(setOrderGroup, 'group', ResultCode.orderGroupUnknown);
    if (terms.queueItemsMax === 0) return refusal(ResultCode.queueFull);
    if (orderGroups.countOfAccount(account) >= ORDER_GROUPS_OF_ACCOUNT_MAX) {
      return refusal(ResultCode.orderGroupQuotaReached);
    }
    if (orderGroups.isFull()) return refusal(ResultCode.orderGroupsFull);
  } else {
    const field = offsetOf(setOrderGroup, 'group');
    if (!orderGroups.isOf(named, account)) return { code: ResultCode.orderGroupUnknown, field };
    const isEmpty = orderGroups.membersOf(named) === 0 && orderGroups.sweepOf(named) === GroupSweep.none;
    const mustBeEmpty = fillLimit === 0 || orderGroups.isTripped(named);
    if (mustBeEmpty && !isEmpty) return { code: ResultCode.orderGroupNotEmpty, field };
  }
  const group = named === 0 ? orderGroups.create(account) : named;
  if (fillLimit === 0) orderGroups.remove(group);
  else orderGroups.set(group, fillLimit, windowMillis);
  records.append(orderGroupSet, ResultCode.accepted, { fillLimit, windowMillis, group, account });
  return ACCEPTED;
}
