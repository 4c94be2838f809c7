/** A machine that slept fires no timers: a gap so long between two beats was one. */
const BEAT_MS = 2_000;
const SLEPT_MS = 10_000;
/** An event that got lost on the way is made up for within this. */
const LOOK_ANYWAY_MS = 20_000;

/** Calls back when the machine has slept, when the page is seen again, and every twenty seconds. @returns its end */
export function watchWaking(act: () => void): () => void {
  let beatAtMs = Date.now();
  let lookedAtMs = Date.now();
  const beat = setInterval(() => {
    const nowMs = Date.now();
    const hasSlept = nowMs - beatAtMs > SLEPT_MS;
    beatAtMs = nowMs;
    if (!hasSlept && nowMs - lookedAtMs < LOOK_ANYWAY_MS) return;
    lookedAtMs = nowMs;
    act();
  }, BEAT_MS);
  const onShown = () => {
    if (document.visibilityState === 'visible') act();
  };
  document.addEventListener('visibilitychange', onShown);
  return () => {
    clearInterval(beat);
    document.removeEventListener('visibilitychange', onShown);
  };
}

/** A browser lets no page sound before a hand has pressed something in it. */
export function onceAHandMoves(act: () => void): void {
  const once = () => {
    window.removeEventListener('pointerdown', once, true);
    window.removeEventListener('keydown', once, true);
    act();
  };
  window.addEventListener('pointerdown', once, true);
  window.addEventListener('keydown', once, true);
}
