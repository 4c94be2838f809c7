/** A source of repeatable pseudo-random numbers. The same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** Normal with mean 0 and standard deviation 1. */
  readonly gaussian: () => number;
  /** Whole number in [0, below). */
  readonly below: (below: number) => number;
}

/** 32-bit FNV-1a hash, to make a seed of a name. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The generator sfc32 of PractRand, seeded by a name. Only integer arithmetic: bit-identical everywhere. */
export function createRandom(seed: string): Random {
  let a = hashText(seed);
  let b = hashText(`${seed}/b`);
  let c = hashText(`${seed}/c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();
  // The sum of four uniform numbers is near enough to a normal one for image noise, and needs no transcendental function.
  const gaussian = (): number => (next() + next() + next() + next() - 2) * 1.7320508;
  return { next, between: (low, high) => low + (high - low) * next(), gaussian, below: (below) => Math.floor(next() * below) };
}
