import { registerRigid } from '#shared/dicom/registration/register-rigid.ts';
import type { RegistrationAnswer, RegistrationQuestion } from './register-stacks.ts';

self.addEventListener('message', ({ data }: MessageEvent<RegistrationQuestion>) => {
  const answer = (message: RegistrationAnswer) => self.postMessage(message);
  try {
    answer({ status: 'done', registration: registerRigid({ ...data, onProgress: (share) => answer({ status: 'under-way', share }) }) });
  } catch (error) {
    answer({ status: 'failed', reason: error instanceof Error ? error.message : 'the search failed' });
  }
});
