/** Stretches of pixels with how much of them a shape covers. */
export interface SpanList {
  readonly clear: () => void;
  /** @param coverage 0 to 1, the same for the whole stretch */
  readonly add: (start: number, count: number, coverage: number) => void;
  readonly forEach: (visit: (start: number, count: number, coverage: number) => void) => void;
}

/** A list that keeps its memory when it is cleared. */
export function createSpanList(): SpanList {
  let places = new Int32Array(4096);
  let coverages = new Float32Array(2048);
  let length = 0;
  return {
    clear() {
      length = 0;
    },
    add(start, count, coverage) {
      if (length === coverages.length) {
        const morePlaces = new Int32Array(places.length * 2);
        morePlaces.set(places);
        places = morePlaces;
        const moreCoverages = new Float32Array(coverages.length * 2);
        moreCoverages.set(coverages);
        coverages = moreCoverages;
      }
      places[2 * length] = start;
      places[2 * length + 1] = count;
      coverages[length] = coverage;
      length += 1;
    },
    forEach(visit) {
      for (let index = 0; index < length; index += 1) visit(places[2 * index] as number, places[2 * index + 1] as number, coverages[index] as number);
    },
  };
}
