/** Share of the cache that one viewport may fill ahead of the eye. */
const AHEAD = 30;
const BEHIND = 8;

/**
 * In which order the rest of a stack is brought in: thirty images in the direction of the wheel, eight behind, then all others, nearest
 * first in turn on both sides.
 * @param index zero-based, on the screen
 * @returns zero-based places without `index`, at most `limit`
 */
export function prefetchOrder(index: number, size: number, direction: 1 | -1, limit: number): readonly number[] {
  const order: number[] = [];
  const seen = new Set([index]);
  const add = (place: number) => {
    if (place < 0 || place >= size || seen.has(place) || order.length >= limit) return;
    seen.add(place);
    order.push(place);
  };
  for (let step = 1; step <= AHEAD; step += 1) add(index + step * direction);
  for (let step = 1; step <= BEHIND; step += 1) add(index - step * direction);
  for (let step = 1; step < size; step += 1) {
    add(index + step * direction);
    add(index - step * direction);
  }
  return order;
}
