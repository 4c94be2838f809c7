import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/class-names.ts';
import { useText } from '#renderer/text/use-text.ts';
import styles from './DepartmentDialog.module.css';

export interface ListFootProps {
  readonly onAdd: () => void;
  readonly onUndo: () => void;
  readonly onSave: () => void;
  readonly isChanged: boolean;
  /** Something is being saved, or a line is not finished. */
  readonly isBlocked: boolean;
}

/** Below a list that is edited before it is saved as a whole. */
export function ListFoot({ onAdd, onUndo, onSave, isChanged, isBlocked }: ListFootProps) {
  const { t } = useText();
  return (
    <footer className={classNames(styles['foot'], styles['sticky'])}>
      <Button size="small" onClick={onAdd}>
        {t('department.add')}
      </Button>
      <span className={styles['space']} />
      <Button size="small" variant="quiet" disabled={!isChanged} onClick={onUndo}>
        {t('department.undo')}
      </Button>
      <Button variant="primary" disabled={!isChanged || isBlocked} onClick={onSave}>
        {t('department.save')}
      </Button>
    </footer>
  );
}
