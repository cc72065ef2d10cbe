/**
 * Has this process look for work without a pause until something is done. A server pays for waking whoever it answers,
 * on a virtual machine as much as for all else of a small request, and the slower it is the more often it has to.
 */
export async function keptAwake<Value>(work: Promise<Value>): Promise<Value> {
  let isDone = false;
  const look = () => {
    if (!isDone) setImmediate(look);
  };
  look();
  try {
    return await work;
  } finally {
    isDone = true;
  }
}
