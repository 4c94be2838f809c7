/** Runs in the page: milliseconds of each of so many notches of the wheel, until the next picture is on the canvas. It turns back at the ends. */
export async function scrollInPage(notches: number): Promise<readonly number[]> {
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const viewport = document.querySelector<HTMLElement>('[data-testid=viewport]');
  const picture = viewport?.querySelector('[data-testid=viewport-picture] > canvas');
  if (viewport === null || picture === null || picture === undefined) throw new Error('no picture is on the screen');
  const taken: number[] = [];
  let way = 1;
  for (let notch = 0; notch < notches; notch += 1) {
    const place = Number(viewport.dataset['stackIndex']);
    if (place + 1 >= Number(viewport.dataset['stackSize'])) way = -1;
    if (place === 0) way = 1;
    const started = performance.now();
    picture.dispatchEvent(new WheelEvent('wheel', { deltaY: 100 * way, bubbles: true, cancelable: true }));
    while (Number(viewport.dataset['stackIndex']) === place) {
      if (performance.now() - started > 60_000) throw new Error('the wheel showed no other picture within a minute');
      await nextPaint();
    }
    taken.push(performance.now() - started);
    await nextPaint();
  }
  return taken;
}
