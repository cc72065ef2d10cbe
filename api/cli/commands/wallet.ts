/** Commands about the wallet, and the demo money for it. */
import { keyProofText, type Wallet } from '@intelligent-ledger/client';
import { type CliCommand, type Context, UsageFault } from '../command.ts';
import { newWallet, walletAt } from '../wallet-file.ts';

export const WALLET: Readonly<Record<string, CliCommand>> = {
  'new-wallet': {
    usage: 'new-wallet',
    about: 'makes a private key and keeps it in the wallet file',
    words: [0, 0],
    run: async ({ walletPath }) => said(await newWallet(walletPath), walletPath),
  },
  wallet: {
    usage: 'wallet',
    about: 'whose wallet this is',
    words: [0, 0],
    run: async (context) => said(await walletOf(context), context.walletPath),
  },
  faucet: {
    usage: 'faucet',
    about: 'asks a demo exchange for money, which opens an account; makes a wallet where there is none',
    words: [0, 0],
    run: async ({ client, walletPath }) => {
      const wallet = (await walletAt(walletPath)) ?? (await newWallet(walletPath));
      return client.askFaucet(wallet);
    },
  },
  'key-proof': {
    usage: 'key-proof OWNER_IDENTITY',
    about: 'signs with this wallet that it acts for an owner, who then approves it with `approve-key`',
    words: [1, 1],
    run: async (context, [owner = '']) => {
      const wallet = await walletOf(context);
      const { exchange } = await context.client.exchange();
      const text = new TextEncoder().encode(keyProofText(exchange, owner));
      return { identity: wallet.identity, proof: await wallet.sign(text) };
    },
  },
};

async function walletOf({ walletPath }: Context): Promise<Wallet> {
  const wallet = await walletAt(walletPath);
  if (wallet === null) throw new UsageFault(`there is no key in ${walletPath}; \`iledger new-wallet\` makes one`);
  return wallet;
}

function said({ kind, identity }: Wallet, path: string): object {
  return { kind, identity, path };
}
