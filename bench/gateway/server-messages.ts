/**
 * What the servers that are measured and whoever measures them say to each other: where they listen, and what they
 * used.
 */

/** The ports on which a server listens. */
export interface Ports {
  readonly http: number;
  readonly binary: number;
}

/** Processor time since the start, in microseconds. */
export interface Usage {
  /** Of all threads. */
  readonly all: number;
  /** Of the first. */
  readonly first: number;
  /** By what threads do, where the system says it. */
  readonly threads: Readonly<Record<string, number>>;
}

/** What a server is asked: what it has used, to send so many frames to everybody, or to stop. */
export type ToServer = 'usage' | 'stop' | { readonly fanOut: number };

export type FromServer =
  | { readonly kind: 'ready'; readonly ports: Ports }
  | { readonly kind: 'usage'; readonly usage: Usage };

interface Parts {
  readonly ports: Ports;
  readonly stop: () => Promise<void>;
  readonly threads?: () => Record<string, number>;
  readonly fanOut?: (frames: number) => void;
}

/** Says that it is ready, then what it has used when it is asked, and stops when it is told to. */
export function serveParent({ ports, stop, threads = () => ({}), fanOut = () => {} }: Parts): void {
  const say = (message: FromServer) => process.send?.(message);
  process.on('message', (asked: ToServer) => {
    const usage = { all: sum(process.cpuUsage()), first: sum(process.threadCpuUsage()), threads: threads() };
    if (asked === 'usage') say({ kind: 'usage', usage });
    else if (asked === 'stop') void stop().then(() => process.disconnect());
    else fanOut(asked.fanOut);
  });
  // Whoever measures may be gone before it says so.
  process.once('disconnect', () => process.exit());
  say({ kind: 'ready', ports });
}

function sum({ user, system }: { readonly user: number; readonly system: number }): number {
  return user + system;
}
