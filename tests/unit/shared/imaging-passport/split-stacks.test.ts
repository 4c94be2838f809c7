import { describe, expect, test } from 'vitest';
import { buildDataSet } from '#shared/dicom/data-set/build-data-set.ts';
import { describeImage, type ImageDescription } from '#shared/dicom/image/image-description.ts';
import { indexInStack, splitIntoStacks } from '#shared/imaging-passport/split-stacks.ts';
import { frameName, madeSlice, madeSlices, stackNames, type Attributes } from '#tests/support/passports/made-series.ts';

describe('the order of the wheel', () => {
  test('slices follow their position, not their number, from the end with the lower numbers', () => {
    // Positions 30, 20, 10 from number 1 on; the numbers of b and c are swapped.
    expect(stackNames([madeSlice('a', 1, 30), madeSlice('c', 2, 10), madeSlice('b', 3, 20)])).toEqual(['a b c']);
  });

  test('a series that is numbered from the feet starts at the feet', () => {
    expect(stackNames([madeSlice('c', 3, 30), madeSlice('a', 1, 10), madeSlice('b', 2, 20)])).toEqual(['a b c']);
  });

  test('without numbers an axial stack starts at the head', () => {
    expect(stackNames([madeSlice('a', undefined, 10), madeSlice('b', undefined, 30), madeSlice('c', undefined, 20)])).toEqual(['b c a']);
  });

  test('two slices with the number of one another at one place follow each other', () => {
    // Places 20 and 10; a comes twice under number 1.
    expect(stackNames([madeSlice('d', 2, 10), madeSlice('b', 1, 20), madeSlice('a', 1, 20)])).toEqual(['a b d']);
  });

  test('images without geometry follow their instance number', () => {
    expect(stackNames([madeSlice('b', 2, undefined), madeSlice('a', 1, undefined)])).toEqual(['a b']);
  });

  test('an oblique stack is sorted along its own normal', () => {
    // Normal (0, -0.6, 0.8): positions (0,-6,8), (0,0,0), (0,-3,4) lie at 10, 0 and 5 along it, though y falls as z rises.
    const oblique = (name: string, number: number, y: number, z: number) =>
      madeSlice(name, number, 0, { ImageOrientationPatient: [1, 0, 0, 0, 0.8, 0.6], ImagePositionPatient: [0, y, z] });
    expect(stackNames([oblique('c', 3, -6, 8), oblique('a', 1, 0, 0), oblique('b', 7, -3, 4)])).toEqual(['a b c']);
  });

  test('a frame is found again in its stack by instance and frame number', () => {
    const [stack] = splitIntoStacks([madeSlice('a', 1, 30), madeSlice('b', 2, 20)]);
    expect([indexInStack(stack!, 'b', 1), indexInStack(stack!, 'b', 2)]).toEqual([1, -1]);
  });
});

describe('what stands apart', () => {
  test('another orientation, another matrix, another field of view and colour each stand alone, localizers last', () => {
    const images = [
      madeSlice('scout', 1, 5, { ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }), madeSlice('a', 2, 30), madeSlice('b', 3, 20),
      madeSlice('coronal', 4, 0, { ImageOrientationPatient: [1, 0, 0, 0, 0, -1] }), madeSlice('small', 5, 10, { Rows: 32, Columns: 32 }),
      madeSlice('zoomed', 6, 15, { PixelSpacing: [0.5, 0.5] }), madeSlice('colour', 7, 25, { PhotometricInterpretation: 'RGB', SamplesPerPixel: 3 }),
    ];
    expect(stackNames(images)).toEqual(['a b', 'coronal', 'small', 'zoomed', 'colour', 'scout']);
  });

  test('two frames of reference in one series are two spaces', () => {
    const other = { FrameOfReferenceUID: '1.2.8' };
    expect(stackNames([madeSlice('a', 1, 1), madeSlice('b', 2, 2), madeSlice('c', 3, 1, other), madeSlice('d', 4, 2, other)])).toEqual(['a b', 'c d']);
  });

  test('a frame of reference for each image tells nothing', () => {
    expect(stackNames(madeSlices(4, 1, (index) => ({ FrameOfReferenceUID: `1.2.${index}` })))).toEqual(['s1 s2 s3 s4']);
  });

  test('clips stand apart from each other and from still pictures, their frames in order', () => {
    const clip = (name: string, number: number) => madeSlice(name, number, undefined, { NumberOfFrames: 3 });
    expect(stackNames([clip('y', 3), madeSlice('p', 2, undefined), clip('x', 1)])).toEqual(['x#1 x#2 x#3', 'p', 'y#1 y#2 y#3']);
  });

  test('spokes around an axis are one stack, though each is turned differently', () => {
    // Ten planes through the z axis, 18 degrees apart.
    const spokes = Array.from({ length: 10 }, (_, index) => {
      const angle = (index * 18 * Math.PI) / 180;
      return madeSlice(`r${index}`, index + 1, 0, { ImageOrientationPatient: [Math.cos(angle), Math.sin(angle), 0, 0, 0, -1] });
    });
    expect(splitIntoStacks(spokes).map(({ frames, isRadial }) => [frames.length, isRadial])).toEqual([[10, true]]);
  });

  test('the three planes of an MR localizer stay three stacks', () => {
    const planes = [[1, 0, 0, 0, 1, 0], [1, 0, 0, 0, 0, -1], [0, 1, 0, 0, 0, -1]];
    expect(splitIntoStacks(planes.map((plane, index) => madeSlice(`p${index}`, index + 1, 0, { ImageOrientationPatient: plane })))).toHaveLength(3);
  });

  test('stations of a whole spine that share their slices fall apart by place', () => {
    // Two blocks of three sagittal slices at x = 0, 4, 8, one 300 mm below the other.
    const station = (name: string, number: number, x: number, z: number) =>
      madeSlice(name, number, 0, { Modality: 'MR', ImageOrientationPatient: [0, 1, 0, 0, 0, -1], ImagePositionPatient: [x, -100, z] });
    const images = [0, 4, 8].flatMap((x, index) => [station(`n${index}`, index + 1, x, 200), station(`l${index}`, index + 4, x, -100)]);
    expect(stackNames(images).toSorted()).toEqual(['l0 l1 l2', 'n0 n1 n2']);
  });
});

describe('frames at the same places', () => {
  /** Three slices for each of the given attributes, numbered through. */
  const repeated = (values: readonly Attributes[]) =>
    values.flatMap((attributes, turn) => [0, 5, 10].map((z, index) => madeSlice(`${String.fromCharCode(97 + turn)}${index}`, turn * 3 + index + 1, z, { Modality: 'MR', ...attributes })));
  const dimensionsOf = (images: readonly ImageDescription[]) => splitIntoStacks(images).map(({ dimensions }) => dimensions.map(({ name, value }) => `${name} ${value}`).join(', '));

  test('b-values fall apart, lowest first', () => {
    const images = repeated([{ DiffusionBValue: 1000 }, { DiffusionBValue: 0 }]);
    expect(stackNames(images)).toEqual(['b0 b1 b2', 'a0 a1 a2']);
    expect(dimensionsOf(images)).toEqual(['b-value 0', 'b-value 1000']);
  });

  test('a b-value that Siemens or GE kept in a private place is found', () => {
    const withPrivate = (creatorTag: string, creator: string, tag: string, value: number) => (name: string, number: number, z: number) =>
      describeImage({
        ...buildDataSet({ SOPInstanceUID: name, Modality: 'MR', Rows: 4, Columns: 4, InstanceNumber: number, PixelSpacing: [1, 1], ImageOrientationPatient: [1, 0, 0, 0, 1, 0], ImagePositionPatient: [0, 0, z] }),
        [creatorTag]: { vr: 'LO', Value: [creator] },
        [tag]: { vr: 'IS', Value: [value, 0, 0] },
      });
    const siemens = withPrivate('00190010', 'SIEMENS MR HEADER', '0019100C', 800)('a', 1, 0);
    // GE adds 10^9 to what it optimised: 1000000050 is b = 50.
    const ge = withPrivate('00430010', 'GEMS_PARM_01', '00431039', 1_000_000_050)('b', 2, 0);
    const foreign = withPrivate('00190010', 'SOMEBODY ELSE', '0019100C', 800)('c', 3, 0);
    expect([siemens, ge, foreign].map((image) => image.frames[0]?.dimensions.bValue)).toEqual([800, 50, undefined]);
  });

  test('two echoes fall apart', () => {
    expect(dimensionsOf(repeated([{ EchoTime: 20 }, { EchoTime: 80 }]))).toEqual(['echo-time 20', 'echo-time 80']);
  });

  test('b-values fall apart further into directions', () => {
    const direction = (x: number, y: number) => ({ DiffusionBValue: 1000, DiffusionGradientOrientation: [x, y, 0] });
    expect(dimensionsOf(repeated([{ DiffusionBValue: 0 }, direction(1, 0), direction(0, 1)]))).toEqual([
      'b-value 0', 'b-value 1000, gradient 0.0000\\1.0000\\0.0000', 'b-value 1000, gradient 1.0000\\0.0000\\0.0000',
    ]);
  });

  test('phases that the images name fall apart by that name, whatever their numbers', () => {
    // Numbered place by place: 1, 2 at the first, 3, 4 at the second.
    const images = [0, 5].flatMap((z, index) => [2, 1].map((phase, turn) => madeSlice(`p${phase}z${z}`, index * 2 + turn + 1, z, { TemporalPositionIdentifier: phase })));
    expect(stackNames(images)).toEqual(['p1z0 p1z5', 'p2z0 p2z5']);
  });

  test('phases that nobody names are counted, and said to be counted', () => {
    const stacks = splitIntoStacks(repeated([{}, {}, {}]));
    expect(stacks.map(({ frames }) => frames.map(frameName).join(' '))).toEqual(['a0 a1 a2', 'b0 b1 b2', 'c0 c1 c2']);
    expect(stacks.map(({ dimensions }) => dimensions[0])).toMatchObject([{ name: 'phase', value: '1', count: 3, isCounted: true }, { value: '2' }, { value: '3' }]);
  });

  test('phases numbered place by place are counted place by place', () => {
    // Number 1 to 3 at z = 0, 4 to 6 at z = 5: the first of each place is phase 1.
    const images = [0, 5].flatMap((z, index) => [1, 2, 3].map((phase) => madeSlice(`p${phase}z${z}`, index * 3 + phase, z)));
    expect(stackNames(images)).toEqual(['p1z0 p1z5', 'p2z0 p2z5', 'p3z0 p3z5']);
  });

  test('a phase that is still arriving is a phase', () => {
    expect(stackNames(repeated([{}, {}, {}]).slice(0, 7))).toEqual(['a0 a1 a2', 'b0 b1 b2', 'c0']);
  });

  test('what changes along the stack does not cut it', () => {
    // Another acquisition from the third slice on, as over the beds of a PET; echo times that drift by slice.
    expect(stackNames(madeSlices(4, 5, (index) => ({ AcquisitionNumber: index < 2 ? 4 : 5, EchoTime: 20 + index })))).toEqual(['s1 s2 s3 s4']);
  });

  test('two acquisitions whose slices lie between each other are two stacks', () => {
    // 0, 5, 10, 15 and 2, 7, 12, 17: together 2 and 3 mm by turns.
    const images = [0, 2].flatMap((start, turn) => [0, 5, 10, 15].map((z, index) => madeSlice(`${'ab'[turn]}${index}`, turn * 4 + index + 1, start + z, { AcquisitionNumber: turn + 1 })));
    expect(stackNames(images)).toEqual(['a0 a1 a2 a3', 'b0 b1 b2 b3']);
  });

  test('two acquisitions that follow each other at another distance stay one uneven stack', () => {
    const images = [0, 5, 10, 15, 25, 35, 45].map((z, index) => madeSlice(`s${index}`, index + 1, z, { AcquisitionNumber: index < 4 ? 1 : 2 }));
    expect(stackNames(images)).toHaveLength(1);
  });

  test('one slice that was sent twice under one number is no phase', () => {
    expect(stackNames([...madeSlices(4, 5), madeSlice('again', 2, 5)])).toEqual(['s1 again s2 s3 s4']);
  });

  test('one slice that was added later is no phase', () => {
    expect(stackNames([...madeSlices(12, 5), madeSlice('later', 13, 5)])).toHaveLength(1);
  });

  test('a cine at one place stays one stack in the order of its times', () => {
    const images = [300, 100, 200].map((time, index) => madeSlice(`t${time}`, index + 1, 7, { TriggerTime: time }));
    expect(stackNames(images)).toEqual(['t100 t200 t300']);
  });
});

describe('enhanced multi-frame images', () => {
  const item = buildDataSet;
  interface Cell {
    readonly z: number;
    readonly b: number;
    readonly stack: string;
    readonly spacing?: number;
    readonly slope?: number;
  }
  const enhanced = (cells: readonly Cell[], more: Attributes = {}) =>
    describeImage(
      buildDataSet({
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.4.1', SOPInstanceUID: 'e', SeriesInstanceUID: '1.2.3', Modality: 'MR', NumberOfFrames: cells.length, Rows: 8, Columns: 8,
        PhotometricInterpretation: 'MONOCHROME2', BitsAllocated: 16, BitsStored: 16, HighBit: 15, PixelRepresentation: 0, FrameOfReferenceUID: '1.2.9', InstanceNumber: 1,
        DimensionIndexSequence: [
          item({ DimensionIndexPointer: '00209056' }), item({ DimensionIndexPointer: '00209057' }), item({ DimensionIndexPointer: '00189087' }),
        ],
        SharedFunctionalGroupsSequence: [item({ PlaneOrientationSequence: [item({ ImageOrientationPatient: [1, 0, 0, 0, 1, 0] })] })],
        PerFrameFunctionalGroupsSequence: cells.map(({ z, b, stack, spacing = 1, slope = 1 }) =>
          item({
            FrameContentSequence: [item({ StackID: stack, InStackPositionNumber: z / 5 + 1, DimensionIndexValues: [Number(stack), z / 5 + 1, b === 0 ? 1 : 2] })],
            PlanePositionSequence: [item({ ImagePositionPatient: [0, 0, z + (stack === '2' ? 100 : 0)] })],
            PixelMeasuresSequence: [item({ PixelSpacing: [spacing, spacing], SliceThickness: 4 * spacing })],
            PixelValueTransformationSequence: [item({ RescaleSlope: slope, RescaleIntercept: 0, RescaleType: 'US' })],
            MRDiffusionSequence: [item({ DiffusionBValue: b })],
          }),
        ),
        ...more,
      }),
    );
  // Two stacks of three places, three b-values, frames shuffled by stepping 7 through the 18.
  const ordered: readonly Cell[] = ['1', '2'].flatMap((stack) => [0, 5, 10].flatMap((z) => [0, 500, 1000].map((b) => ({ stack, z, b }))));
  const shuffled = ordered.map((_, index) => ordered[(index * 7) % 18]!);

  test('two stacks with three b-values become six, each sorted by position', () => {
    const image = enhanced(shuffled);
    const stacks = splitIntoStacks([image]);
    expect(stacks).toHaveLength(6);
    for (const { frames } of stacks) {
      const z = frames.map(({ description }) => description.plane?.positionMm[2] ?? 0);
      expect([z, z.toReversed()]).toContainEqual(z[0]! < 50 ? [0, 5, 10] : [100, 105, 110]);
      expect(new Set(frames.map(({ description }) => `${description.dimensions.stackId} ${description.dimensions.bValue}`)).size).toBe(1);
    }
  });

  test('every frame has its own spacing, thickness and transform', () => {
    const image = enhanced([{ stack: '1', z: 0, b: 0, spacing: 0.5, slope: 2 }, { stack: '1', z: 5, b: 0, spacing: 0.7, slope: 3 }]);
    expect(image.frames.map(({ spacing, sliceThicknessMm, transform }) => [spacing, sliceThicknessMm, transform])).toMatchObject([
      [{ kind: 'patient', columnSpacingMm: 0.5 }, 2, { slope: 2 }], [{ kind: 'patient', columnSpacingMm: 0.7 }, 2.8, { slope: 3 }],
    ]);
    // Pixels of two sizes are no volume.
    expect(splitIntoStacks([image])).toHaveLength(2);
  });

  test('a dimension without a word of ours still sets frames apart', () => {
    // The second index is some private dimension; positions come twice.
    const cells = [0, 0, 5, 5].map((z, index) =>
      item({ FrameContentSequence: [item({ DimensionIndexValues: [z / 5 + 1, (index % 2) + 1] })], PlanePositionSequence: [item({ ImagePositionPatient: [0, 0, z] })] }),
    );
    const image = enhanced([], {
      NumberOfFrames: 4, DimensionIndexSequence: [item({ DimensionIndexPointer: '00200032' }), item({ DimensionIndexPointer: '00291001' })], PixelSpacing: [1, 1], PerFrameFunctionalGroupsSequence: cells,
    });
    expect(stackNames([image])).toEqual(['e#1 e#3', 'e#2 e#4']);
  });

  test('frames without positions follow their place in the stack', () => {
    const cells = [3, 1, 2].map((place) => item({ FrameContentSequence: [item({ InStackPositionNumber: place, DimensionIndexValues: [1, place] })] }));
    expect(stackNames([enhanced([], { NumberOfFrames: 3, PerFrameFunctionalGroupsSequence: cells })])).toEqual(['e#2 e#3 e#1']);
  });

  test('the parts of a concatenation are one object, in the order of their offsets', () => {
    const part = (name: string, partNumber: number, instanceNumber: number) =>
      madeSlice(name, instanceNumber, undefined, { NumberOfFrames: 2, ConcatenationUID: '1.2.77', InConcatenationNumber: partNumber, InConcatenationTotalNumber: 2, ConcatenationFrameOffsetNumber: (partNumber - 1) * 2 });
    expect(stackNames([part('second', 2, 1), part('first', 1, 2)])).toEqual(['first#1 first#2 second#1 second#2']);
  });

  test('the frames of a dose grid lie where its offsets say', () => {
    const image = madeSlice('d', 1, 100, { NumberOfFrames: 3, GridFrameOffsetVector: [0, 2.5, 5] });
    expect(image.frames.map(({ plane }) => plane?.positionMm[2])).toEqual([100, 102.5, 105]);
  });
});
