/** Exact amounts as text. */

/** An amount of atoms in whole units, with all decimals unless they are all zeros. */
export function decimalOf(atoms: bigint, decimals: number): string {
  const digits = String(atoms < 0n ? -atoms : atoms).padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals);
  const whole = `${atoms < 0n ? '-' : ''}${digits.slice(0, digits.length - decimals)}`;
  return /^0*$/.test(fraction) ? whole : `${whole}.${fraction}`;
}

/** Micro-dollars as dollars. */
export function dollarsOf(microDollars: bigint): string {
  return decimalOf(microDollars, 6);
}

/** Dollars of cents, always with both. */
export function dollarsOfCents(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
