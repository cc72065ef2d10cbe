/** The records of shares in fees in short words, such as `share of 0: 3 to referrer 1`. */
import type { JudgeRecord } from '../naive-state.ts';

/** One line for a record; of one that is not about shares its name. */
export function feeInShort({ name, values }: JudgeRecord): string {
  const { owner } = values;
  switch (name) {
    case 'builderApproved':
      return `owner ${owner} approves builder ${values['builder']}: ${values['rateMax']}`;
    case 'referrerSet':
      return `owner ${owner} referred by ${values['referrer']}`;
    case 'rewardsClaimed':
      return `claim rewards ${values['amount']} of owner ${owner} to ${values['account']}`;
    case 'referralTermsSet':
      return `referral terms: ${values['discount']}, ${values['share']}`;
    case 'feeShared':
      return shareInShort(values);
    default:
      return name;
  }
}

/** Who has no part of it is left out. */
function shareInShort(values: JudgeRecord['values']): string {
  const { account, referrer, referralShare, builder, builderFee, isMaker } = values;
  const parts = [
    ...(referrer === 0 ? [] : [`${referralShare} to referrer ${Number(referrer) - 1}`]),
    ...(builder === 0 ? [] : [`${builderFee} to builder ${Number(builder) - 1}`]),
  ];
  return `share of ${isMaker === 1 ? 'maker' : 'taker'} ${account}: ${parts.join(', ')}`;
}
