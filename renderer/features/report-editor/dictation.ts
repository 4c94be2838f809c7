/** What a dictation engine says while a physician speaks. A later `heard` of one utterance replaces the earlier one; `final` ends it. */
export interface DictatedText {
  readonly utteranceId: number;
  readonly kind: 'heard' | 'final';
  readonly text: string;
}

/**
 * The place where a hospital's dictation engine connects. None comes with the program: an engine that runs on the seat or in the hospital
 * implements this, and its text enters a section as typed text does, at the cursor, with the same undo, autosave and checks.
 */
export interface DictationEngine {
  /** As the screen names it. */
  readonly name: string;
  /** Listens until `stop`; rejects when there is no microphone or no engine. Nothing that was said is kept by the program. */
  readonly start: (onText: (text: DictatedText) => void) => Promise<{ readonly stop: () => Promise<void> }>;
}
