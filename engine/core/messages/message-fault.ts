/** Why signed bytes are no message, and what of them is to blame. */

export type MessageFaultCode =
  /** The bytes are not the two lines of the head and an object behind them, or not printable ASCII. */
  | 'textMalformed'
  /** The message is for another exchange. */
  | 'exchangeOther'
  /** What follows the head is no JSON, says a name twice, or writes a number or an escape in a roundabout way. */
  | 'jsonMalformed'
  /** Something that must be there is not. */
  | 'propertyMissing'
  /** A name that says nothing here. */
  | 'propertyUnknown'
  /** A value is not of the type that belongs there. */
  | 'typeWrong'
  /** A value is of the right type and none of those that may be there. */
  | 'valueOutOfRange'
  /** A price, size or amount has more decimals than there are. */
  | 'decimalsTooMany'
  /** There is no such market, so that nobody knows the decimals of its prices. */
  | 'marketUnknown'
  /** There is no such asset. */
  | 'assetUnknown'
  /** No command has this type, or not in this kind of message. */
  | 'commandTypeUnknown'
  /** No commands, or more than a message may have. */
  | 'commandCountWrong';

export interface MessageFault {
  readonly fault: MessageFaultCode;
  /** Where, as in `commands[2].price`; empty for the whole. */
  readonly path: string;
}

export function isMessageFault(value: object): value is MessageFault {
  return 'fault' in value;
}
