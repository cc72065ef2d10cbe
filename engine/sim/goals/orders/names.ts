/**
 * Which situations of client order ids and of replaced orders a command shows. It looks at the judge before
 * and after the command, and remembers which ids were in use and which orders were cancelled.
 */
import {
  cancelByClientOrderId,
  decode,
  type Layout,
  OrderFlag,
  placeOrder,
  ResultCode,
  replaceOrder,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { overdueIds, recalled } from '../../judge/orders/client-order-ids.ts';
import { isExpiredAt, type Order } from '../../judge/orders/naive-book.ts';
import type { RememberedId } from '../../judge/orders/remembered-id.ts';
import { ownRecords } from '../records.ts';

export const NAME_SITUATIONS = [
  'repeat while the order is open',
  'repeat while the order holds its id',
  'repeat after the order filled',
  'repeat after the order was cancelled',
  'repeat with a spent nonce',
  'repeat with a nonce of its own',
  'repeat under version 1',
  'repeat of a replaceOrder',
  'repeat of an order that was amended',
  'id taken by other content',
  'id taken by another kind of command',
  'id taken while its order holds it',
  'other content under a spent nonce',
  'id of another account',
  'id that comes again after it was forgotten',
  'id that is carried and not looked at',
  'id let go',
  'id held',
  'held id forgotten with its order',
  'ids and expired orders cleared by one command',
  'ids left over by one command',
  'ids put off by expired orders',
  'replace by number',
  'replace by a waiting id',
  'replace by a held id',
  'replace in the same market',
  'replace into another market',
  'replace at its own level while levels are full',
  'replace while orders are full',
  'replace of a held id while ids are full',
  'replace across itself post-only',
  'replace across itself',
  'replace that matches',
  'replace of an expired order',
  'replace of an order whose market is halted',
  'replace refused where the old order is the best of its side',
  'cancel by a waiting id',
  'cancel by a held id',
  'cancel by the id of a closed order refused',
  'cancel by the id of another account refused',
];

type Values = ValuesOf<typeof replaceOrder.specs>;
type OrderLayout = typeof placeOrder | typeof replaceOrder | typeof cancelByClientOrderId;

/** What is known before a command is applied. */
interface Before {
  readonly layout: OrderLayout;
  readonly values: Values;
  readonly known: RememberedId | undefined;
  /** The order that a replaceOrder or cancelByClientOrderId names, as it was. */
  readonly old: Order | undefined;
  readonly oldId: RememberedId | undefined;
  readonly isOldBest: boolean;
  readonly areOrdersFull: boolean;
  readonly areLevelsFull: boolean;
  readonly areIdsFull: boolean;
  readonly isNonceKept: boolean;
}

export class NameCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  private ids: readonly RememberedId[] = [];
  private readonly used = new Set<string>();
  private readonly cancelled = new Set<number>();
  private readonly amended = new Set<number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    this.ids = [...state.ids];
    const isOne = layout === placeOrder || layout === replaceOrder || layout === cancelByClientOrderId;
    this.before = isOne && state.genesis !== undefined ? beforeOf(layout as OrderLayout, command, state) : undefined;
  }

  observe(answer: Answer, state: NaiveState): void {
    const { code, records } = answer;
    for (const { name, values } of records) {
      if (name === 'started') for (const known of [this.used, this.cancelled, this.amended]) known.clear();
      if (name === 'orderCancelled') this.cancelled.add(Number(values['order']));
      if (name === 'orderAmended') this.amended.add(Number(values['order']));
    }
    if (state.genesis === undefined || state.limits === undefined) return;
    this.observeClearing(records.filter(({ values }) => values['code'] === ResultCode.orderExpired).length, state);
    const { before } = this;
    if (before === undefined) return;
    const isKnown = records.at(-1)?.name === 'orderKnown';
    if (before.layout === cancelByClientOrderId) this.observeCancel(before, code);
    else if (isKnown) this.observeRepeat(before, state);
    else this.observeOrder(before, code, state);
    // One that waits replaces nothing yet.
    const isAtOnce = !isKnown && records.at(-1)?.name !== 'orderDeferred';
    if (before.layout !== replaceOrder || !isAtOnce) return;
    this.observeReplacement(before, code, ownRecords(replaceOrder, answer), state);
  }

  private observeClearing(expired: number, state: NaiveState): void {
    const now = new Set(state.ids);
    const gone = this.ids.filter((id) => !now.has(id));
    const held = (id: RememberedId) => state.ids.some((other) => other.isHeld && other.order === id.order);
    const waited = gone.filter(({ isHeld }) => !isHeld);
    if (gone.length > waited.length) this.reach('held id forgotten with its order');
    if (waited.some(held)) this.reach('id held');
    if (waited.some((id) => !held(id))) this.reach('id let go');
    const { drainPerCommandMax } = state.limits;
    if (waited.length > 0 && expired > 0) this.reach('ids and expired orders cleared by one command');
    if (overdueIds(state).length === 0) return;
    if (waited.length > 0) this.reach('ids left over by one command');
    if (expired >= drainPerCommandMax) this.reach('ids put off by expired orders');
  }

  private observeRepeat({ known, layout, isNonceKept }: Before, state: NaiveState): void {
    if (known === undefined) return;
    const { order } = known;
    const isOpen = state.openOrder(order) !== undefined;
    const ending = this.cancelled.has(order) ? 'after the order was cancelled' : 'after the order filled';
    this.reach(`repeat ${isOpen ? 'while the order is open' : ending}`);
    if (known.isHeld) this.reach('repeat while the order holds its id');
    if (this.amended.has(order)) this.reach('repeat of an order that was amended');
    if (layout === replaceOrder) this.reach('repeat of a replaceOrder');
    if (state.ruleVersion === 1) this.reach('repeat under version 1');
    else this.reach(isNonceKept ? 'repeat with a spent nonce' : 'repeat with a nonce of its own');
  }

  private observeOrder({ values, known, layout, isNonceKept }: Before, code: number, state: NaiveState): void {
    const name = `${values.account} ${values.clientOrderId}`;
    const isNamed = !/^0*$/.test(values.clientOrderId);
    if (code === ResultCode.clientOrderIdTaken && known !== undefined) {
      this.reach(`id taken by ${known.commandKind === layout.number ? 'other content' : 'another kind of command'}`);
      if (known.isHeld) this.reach('id taken while its order holds it');
    }
    if (code === ResultCode.nonceSpent && known !== undefined && isNonceKept) {
      this.reach('other content under a spent nonce');
    }
    if (code !== 0 || !isNamed) return;
    if (state.limits.clientOrderIdsMax === 0) this.reach('id that is carried and not looked at');
    else if (this.used.has(name)) this.reach('id that comes again after it was forgotten');
    const isShared = this.ids.some((id) => id.clientOrderId === values.clientOrderId && id.account !== values.account);
    if (isShared) this.reach('id of another account');
    this.used.add(name);
  }

  private observeReplacement(before: Before, code: number, records: Answer['records'], state: NaiveState): void {
    const { values, old, oldId } = before;
    if (old === undefined || values.account !== old.account) return;
    if (code === ResultCode.fillOrKillUnfilled && before.isOldBest) {
      this.reach('replace refused where the old order is the best of its side');
    }
    if (code !== 0) return;
    const oldWaits = oldId?.isHeld === true ? 'a held id' : 'a waiting id';
    this.reach(`replace by ${values.replaced === 0 ? oldWaits : 'number'}`);
    const isSame = values.market === old.market;
    this.reach(`replace ${isSame ? 'in the same' : 'into another'} market`);
    const isOwnLevel = isSame && values.side === old.side && values.price === old.price;
    if (isOwnLevel && before.areLevelsFull) this.reach('replace at its own level while levels are full');
    if (before.areOrdersFull && values.timeInForce === 1) this.reach('replace while orders are full');
    const isNamed = !/^0*$/.test(values.clientOrderId);
    if (before.areIdsFull && oldId?.isHeld === true && isNamed) this.reach('replace of a held id while ids are full');
    const isAcross =
      isSame && values.side !== old.side && (values.price - old.price) * (values.side === 1 ? 1 : -1) >= 0;
    if (isAcross) this.reach('replace across itself');
    if (isAcross && values.flags === OrderFlag.postOnly) this.reach('replace across itself post-only');
    if (records.some(({ name }) => name === 'orderFilled')) this.reach('replace that matches');
    if (isExpiredAt(old, state.time)) this.reach('replace of an expired order');
    if (state.marketOf(old).state === 3) this.reach('replace of an order whose market is halted');
  }

  private observeCancel({ old, oldId, values }: Before, code: number): void {
    if (code === 0 && oldId !== undefined) this.reach(`cancel by a ${oldId.isHeld ? 'held' : 'waiting'} id`);
    if (code !== ResultCode.orderUnknown) return;
    if (oldId !== undefined && old === undefined) this.reach('cancel by the id of a closed order refused');
    const isStrange = oldId === undefined && this.ids.some((id) => id.clientOrderId === values.clientOrderId);
    if (isStrange) this.reach('cancel by the id of another account refused');
  }
}

function beforeOf(layout: OrderLayout, command: Uint8Array, state: NaiveState): Before {
  const values = decode<Record<string, never>>(layout as never, command) as unknown as Values;
  const { account, clientOrderId, replaced, replacedClientOrderId, nonce, key } = values;
  const open = state.openOrders();
  const isReplacing = layout === replaceOrder;
  const named = layout === cancelByClientOrderId ? clientOrderId : isReplacing ? replacedClientOrderId : '';
  const byNumber = isReplacing && replaced !== 0 ? state.ids.find(({ order }) => order === replaced) : undefined;
  const oldId = byNumber ?? (replaced ? undefined : recalled(state, account, named));
  const number = isReplacing && replaced !== 0 ? replaced : oldId?.order;
  const old = open.find(({ order }) => order === number);
  const levels = state.markets.flatMap(({ book }) => [...book.levels(1), ...book.levels(2)]).length;
  const owner = state.accounts[account]?.owner ?? -1;
  const kept = key === 0 ? state.ownerNonces[owner] : state.keyNonces[key - 1];
  const { ordersMax, levelsMax, clientOrderIdsMax } = state.limits;
  return {
    layout,
    values,
    known: recalled(state, account, clientOrderId),
    old: old === undefined ? undefined : { ...old },
    oldId,
    isOldBest: old !== undefined && state.marketOf(old).book.sideOf(old.side)[0] === old,
    areOrdersFull: open.length === ordersMax,
    areLevelsFull: levels === levelsMax,
    areIdsFull: state.ids.length === clientOrderIdsMax,
    isNonceKept: kept?.includes(nonce) ?? false,
  };
}
