/** Where a stack of another length stands beside one that runs: both begin and end together. */
export function fellowPlace(place: number, size: number, fellowSize: number): number {
  return size < 2 ? 0 : Math.round((place * Math.max(0, fellowSize - 1)) / (size - 1));
}
