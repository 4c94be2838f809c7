import { GraduationCap, Pin } from 'lucide-react';
import type { WorklistRow } from '#shared/contract/services/worklist.contract.ts';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { useToast } from '#renderer/ui/Toasts.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './KeepChoice.module.css';

/** Whether a study stays on this machine when room is needed, and whether it is kept for teaching. */
export function KeepChoice({ study }: { readonly study: WorklistRow }) {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const toast = useToast();
  return (
    <span className={styles['choice']}>
      {(['pinned', 'teaching'] as const).map((keep) => {
        const isOn = study.keep === keep;
        const name = t(keep === 'pinned' ? 'keep.pin' : 'keep.teaching');
        const Icon = keep === 'pinned' ? Pin : GraduationCap;
        return (
          <button key={keep} type="button" aria-pressed={isOn} aria-label={name} title={isOn ? t('keep.on', { name }) : name} onClick={() => set(isOn ? 'no' : keep)}>
            <Icon size={16} strokeWidth={isOn ? 2.25 : 1.5} aria-hidden="true" />
          </button>
        );
      })}
    </span>
  );

  function set(keep: WorklistRow['keep']): void {
    api.studies.keep({ studyId: study.studyId, keep }).catch((error: unknown) => {
      const { title, detail } = thrownErrorWords(text, error);
      toast({ title, detail, tone: 'error' });
    });
  }
}
