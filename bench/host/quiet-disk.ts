/** A disk of a host that keeps nothing of its journal, so that the port is measured and not the disk. */
import { type Disk, systemDisk } from '@intelligent-ledger/engine/host';

export const QUIET_DISK: Disk = {
  ...systemDisk,
  createDirect: async (path) => {
    const file = await systemDisk.create(path);
    return {
      write: (bytes) => Promise.resolve(bytes.length),
      read: (bytes, position) => file.read(bytes, position),
      datasync: () => Promise.resolve(),
      size: () => file.size(),
      truncate: (byteLength) => file.truncate(byteLength),
      close: () => file.close(),
    };
  },
};
