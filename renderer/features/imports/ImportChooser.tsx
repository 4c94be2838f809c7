import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type ChangeEvent } from 'react';
import { useBridge } from '#renderer/bridge/bridge-context.tsx';
import { desktopShell } from '#renderer/bridge/desktop-shell.ts';
import { importsQuery } from '#renderer/bridge/queries.ts';
import { uploadFiles } from '#renderer/bridge/upload-files.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { thrownErrorWords } from '#renderer/text/error-words.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './ImportDialog.module.css';

/** Lets a person point at a folder or an archive: by the desktop's own dialog where there is one, else by the browser's, which sends the files. */
export function ImportChooser() {
  const text = useText();
  const { t } = text;
  const { api } = useBridge();
  const queries = useQueryClient();
  const folderInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);
  const refresh = () => queries.invalidateQueries(importsQuery(api));

  const upload = useMutation({ mutationFn: (files: readonly File[]) => uploadFiles(api, files, () => void refresh()), onSettled: refresh });
  const start = useMutation({
    mutationFn: async (kind: 'folder' | 'file') => {
      const answer = await desktopShell()?.chooseImport({ kind });
      if (answer?.ok !== true || answer.value.path === null) return;
      await api.imports.start({ path: answer.value.path });
    },
    onSuccess: refresh,
  });
  const choose = (kind: 'folder' | 'file') => {
    if (desktopShell() !== undefined) start.mutate(kind);
    else (kind === 'folder' ? folderInput : fileInput).current?.click();
  };
  const send = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    if (files.length > 0) upload.mutate(files);
  };
  /** React knows no attribute for it. */
  const asFolder = (input: HTMLInputElement | null) => {
    folderInput.current = input;
    if (input !== null) input.webkitdirectory = true;
  };
  const failed = upload.error ?? start.error;
  return (
    <>
      <div className={styles['choices']}>
        <Button disabled={upload.isPending} onClick={() => choose('folder')}>
          {t('imports.choose-folder')}
        </Button>
        <Button disabled={upload.isPending} onClick={() => choose('file')}>
          {t('imports.choose-file')}
        </Button>
        <span className={styles['note']}>{t('imports.choose-note')}</span>
      </div>
      <input ref={asFolder} hidden type="file" multiple data-testid="import-folder" onChange={send} />
      <input ref={fileInput} hidden type="file" multiple data-testid="import-files" onChange={send} />
      {failed === null ? null : (
        <p className={styles['error']} role="alert">
          ◆ {thrownErrorWords(text, failed).title}
        </p>
      )}
    </>
  );
}
