/** What an agent has to know to trade here, in one page of text. */

export function llmsText(): string {
  return `# Intelligent Ledger

> An exchange: perpetual and spot markets in one margin account, through one API. Prices, sizes and amounts are
> decimals in strings; times are microseconds since 1970; every answer says as of which place in the one log of the
> exchange it speaks (as_of_seq).

## Read without a key
- GET /v1/exchange: which exchange this is (its id is part of everything that is signed)
- GET /v1/markets, /v1/markets/{market}: terms, decimals, mark prices
- GET /v1/markets/{market}/book?levels=50, /orders, /trades?limit=100
- WebSocket /v1/stream: {"op":"subscribe","id":1,"stream":"book:0"}; streams book:N, book_orders:N, trades:N,
  orders:ACCOUNT

## Trade
1. An identity is an Ed25519 public key (64 digits of hex) or an Ethereum address. On a demo exchange POST /v1/faucet
   {"identity":"...","kind":"ed25519"} registers it and credits it; the answer says the account.
2. A message is JSON: {"account":N,"nonce":MICROS_NOW,"valid_until":MICROS_WITHIN_60_S,"commands":[
   {"type":"place_order","market":0,"side":"buy","price":"100.5","size":"0.25",
    "client_order_id":"32 digits of hex"}]}; 1 to 63 commands.
3. Sign the bytes "Intelligent Ledger message 1\\nexchange EXCHANGE_ID\\n" + the JSON exactly as it is sent, and
   POST it to /v1/messages with the header il-signature: 128 digits of hex. POST /v1/messages/verify says why a
   signature is not good, and sends nothing.
4. A 200 means that the message is in the log, on the disk; each result has a code, 0 is accepted. A problem document
   (application/problem+json) means that it is not in the log. The same message sent again is answered as before.
- Each command costs one of your owner's budget; the header ratelimit says what is left. Where it is spent the answer is
  429 with retry-after. A cancel of an order that is open is always taken.
- An address has 1,000 lines at a time. Whoever is refused again and again for what no client sends that works (more
  than 100 a second, beyond 1,000) loses the line, a WebSocket with code 1008, and opens no new one for about a second.
- Requests that are sent together on a line of HTTP are served one after another.
- Other commands: replace_order, amend_order, cancel_order, cancel_by_client_order_id, cancel_orders, schedule_cancel,
  approve_key, open_session and more; their properties are in /openapi.json.
- GET /v1/exchange says binary_port: fixed binary frames over TCP for those who send much (docs/concepts/binary.md).
- Sessions: open_session once, then authenticate messages with HMAC-SHA256 in the header il-code instead of signing.

## Read an account
- POST /v1/tokens with a signature over the token text, then authorization: Bearer TOKEN.
- GET /v1/accounts/{account}, /orders?status=open, /orders/{order}, /client-orders/{client_order_id}, /fills, /keys
- POST /v1/preview {"account":N,"order":{"type":"place_order",...}}: what an order would do; nothing is placed.

## More
- /openapi.json, /docs: the whole reference
- /streams.json: the WebSocket
- /problems: every code
`;
}
