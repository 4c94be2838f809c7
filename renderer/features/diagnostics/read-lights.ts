/** Numbers of a photometer in the order in which they were typed or pasted, whatever stands between them. A comma between digits is a decimal point. */
export function readLights(typed: string): readonly number[] {
  return [...typed.replaceAll(/cd\/m[2²]/gi, ' ').replaceAll(/(\d),(?=\d)/g, '$1.').matchAll(/\d+(\.\d+)?/g)].map(([number]) => Number(number));
}
