import type { Urgency } from '#shared/worklist/urgency.ts';

export interface Note {
  readonly frequencyHz: number;
  readonly startMs: number;
  readonly durationMs: number;
}

/** Two soft notes upwards for a new case; three, closer together, for an emergency or a green channel. */
export function notesFor(urgency: Urgency): readonly Note[] {
  if (urgency === 'routine') {
    return [
      { frequencyHz: 587, startMs: 0, durationMs: 220 },
      { frequencyHz: 880, startMs: 170, durationMs: 320 },
    ];
  }
  return [
    { frequencyHz: 880, startMs: 0, durationMs: 150 },
    { frequencyHz: 659, startMs: 160, durationMs: 150 },
    { frequencyHz: 988, startMs: 320, durationMs: 300 },
  ];
}

/** Loudest point of a note, of 1, at full volume. */
const PEAK = 0.3;
const ATTACK_S = 0.02;
/** A context that has not begun by then waits for a gesture. */
const BEGINS_MS = 400;

export interface TonePlayer {
  /** Chromium starts its process for sound within the first context's call and holds the page until it runs: to be called while nobody scrolls. */
  readonly prepare: () => void;
  /** @param volume 0 to 1; @returns false where the browser wants a gesture first: nothing has sounded */
  readonly play: (notes: readonly Note[], volume: number) => Promise<boolean>;
  readonly close: () => void;
}

/** Sounds notes with the browser's own synthesizer, one tone behind the other. */
export function createTonePlayer(): TonePlayer {
  let audio: AudioContext | undefined;
  let freeAtS = 0;
  return {
    prepare: () => void (audio ??= new AudioContext()),
    async play(notes, volume) {
      audio ??= new AudioContext();
      const context = audio;
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, BEGINS_MS))]);
      if (context.state !== 'running') return false;
      const startS = Math.max(context.currentTime, freeAtS);
      for (const note of notes) sound(context, startS, note, volume);
      freeAtS = startS + (Math.max(...notes.map(({ startMs, durationMs }) => startMs + durationMs)) + 250) / 1000;
      return true;
    },
    close: () => void audio?.close(),
  };
}

function sound(context: AudioContext, startS: number, { frequencyHz, startMs, durationMs }: Note, volume: number): void {
  const start = startS + startMs / 1000;
  const end = start + durationMs / 1000;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: frequencyHz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, PEAK * volume), start + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
