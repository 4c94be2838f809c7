import { isAppError } from '#shared/errors/app-error.ts';
import { decodeCodestream } from '#shared/dicom/codec/decode-codestream.ts';
import type { DecodeAnswer, DecodeQuestion } from './decode-pool.ts';
import { inflateFrame } from './inflate-frame.ts';
import { createPageCodecs } from './wasm-codecs.ts';

const codecs = { ...createPageCodecs(), inflate: inflateFrame };

self.addEventListener('message', (event: MessageEvent<DecodeQuestion>) => {
  const { id, bytes, transferSyntaxUid, layout } = event.data;
  decodeCodestream(bytes, transferSyntaxUid, layout, codecs).then(
    (decoded) => answer({ id, status: 'decoded', decoded }, [decoded.values.buffer]),
    (error: unknown) => answer({ id, status: 'refused', reason: isAppError(error) ? String(error.facts['reason'] ?? error.message) : 'the decoder failed' }, []),
  );
});

function answer(message: DecodeAnswer, transfer: ArrayBufferLike[]): void {
  self.postMessage(message, { transfer: transfer as Transferable[] });
}
