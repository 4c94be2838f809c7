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

/** Loudest point of a note, of 1: audible beside a voice, no alarm. */
const PEAK = 0.12;
const ATTACK_S = 0.02;
const LATEST_MS = 1500;

export interface TonePlayer {
  readonly play: (notes: readonly Note[]) => void;
  readonly close: () => void;
}

/** Sounds notes with the browser's own synthesizer; a browser that wants a gesture first stays silent. */
export function createTonePlayer(): TonePlayer {
  let audio: AudioContext | undefined;
  return {
    play: (notes) => {
      audio ??= new AudioContext();
      const context = audio;
      const asked = performance.now();
      void context.resume().then(() => {
        // A tone that waited for a gesture would tell of a case that is no longer new.
        if (performance.now() - asked < LATEST_MS) for (const note of notes) sound(context, note);
      });
    },
    close: () => void audio?.close(),
  };
}

function sound(context: AudioContext, { frequencyHz, startMs, durationMs }: Note): void {
  const start = context.currentTime + startMs / 1000;
  const end = start + durationMs / 1000;
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: frequencyHz });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0.0001, start);
  gain.gain.exponentialRampToValueAtTime(PEAK, start + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(0.0001, end);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(end);
}
