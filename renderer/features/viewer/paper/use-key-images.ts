import { useCallback, useEffect, useState } from 'react';
import type { KeyImage, KeyImageView } from '#shared/contract/services/measurements.contract.ts';
import { isAppError } from '#shared/errors/app-error.ts';
import type { ErrorCode } from '#shared/errors/error-code.ts';
import type { FrameRef } from '#renderer/imaging/frame-ref.ts';
import type { ReadingSource } from '#renderer/imaging/reading-source.ts';

export interface KeyImages {
  readonly all: readonly KeyImage[];
  readonly has: (frame: FrameRef | undefined) => boolean;
  /** @param view how it is shown; @param picture of the frame as it is on the screen, taken before the mark; undefined where none can be taken */
  readonly toggle: (frame: FrameRef, seriesInstanceUid: string, view: KeyImageView | undefined, picture: () => Promise<Uint8Array | undefined>) => void;
  /** The picture of a marked frame once more: its marks have changed. */
  readonly renew: (frame: FrameRef, picture: () => Promise<Uint8Array | undefined>) => void;
}

/** The frames that the physician marked in the open studies. @param onFailed a mark could not be stored or read */
export function useKeyImages(source: ReadingSource, studyIds: readonly number[], onFailed: (code: ErrorCode) => void): KeyImages {
  const [byStudy, setByStudy] = useState<ReadonlyMap<number, readonly KeyImage[]>>(new Map());
  const ids = studyIds.join(' ');
  useEffect(() => {
    let isOpen = true;
    const wanted = ids.split(' ').filter((id) => id !== '').map(Number);
    const read = (studyId: number) => {
      source.listKeyImages(studyId).then(
        (images) => {
          if (isOpen) setByStudy((before) => new Map(before).set(studyId, images));
        },
        (error: unknown) => {
          if (isOpen) onFailed(isAppError(error) ? error.code : 'internal');
        },
      );
    };
    for (const studyId of wanted) read(studyId);
    const stop = source.onMeasurementsChanged((studyId) => {
      if (wanted.includes(studyId)) read(studyId);
    });
    return () => {
      isOpen = false;
      stop();
    };
  }, [source, ids, onFailed]);

  const failed = useCallback(
    (error: unknown) => {
      // Somebody took the mark away meanwhile: then it needs no picture.
      if (!isAppError(error, 'measurement/unknown')) onFailed(isAppError(error) ? error.code : 'internal');
    },
    [onFailed],
  );
  const all = [...byStudy.values()].flat();
  const has = (frame: FrameRef | undefined) =>
    frame !== undefined && all.some((one) => one.studyId === frame.studyId && one.sopInstanceUid === frame.sopInstanceUid && one.frameNumber === frame.frameNumber);
  const toggle = useCallback(
    (frame: FrameRef, seriesInstanceUid: string, view: KeyImageView | undefined, picture: () => Promise<Uint8Array | undefined>) => {
      const image = { studyId: frame.studyId, seriesInstanceUid, sopInstanceUid: frame.sopInstanceUid, frameNumber: frame.frameNumber, ...(view === undefined ? {} : { view }) };
      const isSame = (one: KeyImage) => one.sopInstanceUid === image.sopInstanceUid && one.frameNumber === image.frameNumber;
      const marked = byStudy.get(frame.studyId) ?? [];
      const isKey = !marked.some(isSame);
      setByStudy(new Map(byStudy).set(frame.studyId, isKey ? [...marked, image] : marked.filter((one) => !isSame(one))));
      // What stands on the screen at the press is the picture, however long the mark takes.
      const taken = isKey ? picture() : undefined;
      source
        .markKeyImage(image, isKey)
        .then(async () => {
          const jpeg = await taken;
          if (jpeg !== undefined) await source.pictureKeyImage(image, jpeg);
        })
        .catch(failed);
    },
    [source, byStudy, failed],
  );
  const renew = useCallback(
    (frame: FrameRef, picture: () => Promise<Uint8Array | undefined>) => {
      const image = byStudy.get(frame.studyId)?.find((one) => one.sopInstanceUid === frame.sopInstanceUid && one.frameNumber === frame.frameNumber);
      if (image === undefined) return;
      picture().then(async (jpeg) => {
        if (jpeg !== undefined) await source.pictureKeyImage(image, jpeg);
      }).catch(failed);
    },
    [source, byStudy, failed],
  );
  return { all, has, toggle, renew };
}
