import { transferOf, volumeWorkerOf, type VolumeAnswer, type VolumeQuestion } from './volume-work.ts';

self.addEventListener('message', (opening: MessageEvent<VolumeQuestion>) => {
  if (opening.data.kind !== 'open') return;
  const work = volumeWorkerOf(opening.data.volume);
  self.addEventListener('message', ({ data }: MessageEvent<VolumeQuestion>) => {
    if (data.kind !== 'task') return;
    try {
      const result = work(data.task);
      answer({ id: data.id, status: 'done', result }, transferOf(result));
    } catch (error) {
      answer({ id: data.id, status: 'failed', reason: error instanceof Error ? error.message : 'the worker failed' }, []);
    }
  });
}, { once: true });

function answer(message: VolumeAnswer, transfer: readonly ArrayBufferLike[]): void {
  self.postMessage(message, { transfer: transfer as Transferable[] });
}
