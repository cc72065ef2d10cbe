/** Comes back after so long, in which a server that is measured does what it has to. */
export function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
