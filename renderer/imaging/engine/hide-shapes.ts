/** Cornerstone draws shapes a frame later than pixels: the former image's shapes must not lie on this one for a moment. */
export function hideShapes(element: HTMLElement, isHidden: boolean): void {
  const layer = element.querySelector<SVGElement>('.svg-layer');
  // Besides its definitions the layer holds one element for each part of a shape. Without any, nothing is hidden and no frame is spent on it.
  if (layer === null || (isHidden && layer.childElementCount <= 1)) return;
  layer.style.opacity = isHidden ? '0' : '1';
  if (isHidden) requestAnimationFrame(() => requestAnimationFrame(() => void (layer.style.opacity = '1')));
}
