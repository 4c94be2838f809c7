import { getEnabledElement, type Types } from '@cornerstonejs/core';
import { annotation as annotations, AnnotationTool, cursors, drawing, Enums, state, utilities, type Types as ToolTypes } from '@cornerstonejs/tools';
import type { ShapeKind } from '#shared/dicom/measurement/shape-kind.ts';
import { distanceTo, hasHandles, outlineOf, type CanvasPoint } from './shape-outline.ts';
import { beginPlacing, movePlacing, movePoint, setPoint, type Placed, type Placing } from './shape-placing.ts';

/** What Cornerstone's own measuring tools do not draw the way we measure. */
export type PointShapeKind = Exclude<ShapeKind, 'length' | 'angle' | 'ellipse'>;

export interface PointShapeConfiguration {
  readonly getTextLines?: (data: unknown) => string[];
  /** A word at each point, for names of vertebrae. */
  readonly getPointNames?: (data: unknown) => readonly string[];
}

type Interaction = ToolTypes.EventTypes.InteractionEventType;

/** What Cornerstone takes for a tool. */
export type PointShapeToolClass = (new (toolProps?: ToolTypes.PublicToolProps) => AnnotationTool) & { readonly toolName: string };

/** What is under the hand: a new shape, a point of a finished one, or all of it. */
type Work =
  | { readonly kind: 'placing'; readonly annotation: ToolTypes.Annotation; readonly placing: Placing }
  | { readonly kind: 'point'; readonly annotation: ToolTypes.Annotation; readonly index: number }
  | { readonly kind: 'whole'; readonly annotation: ToolTypes.Annotation }
  | { readonly kind: 'words'; readonly annotation: ToolTypes.Annotation };

const NEAR_LINE_PX = 6;

/** One tool of Cornerstone for all shapes that are points with lines between them: what lies where is decided in `shape-placing.ts`. */
export function pointShapeTool(shapeKind: PointShapeKind): PointShapeToolClass {
  return class PointShapeTool extends AnnotationTool {
    static override toolName = pointShapeToolName(shapeKind);
    #work: Work | undefined;

    constructor(toolProps: ToolTypes.PublicToolProps = {}) {
      super(toolProps, { supportedInteractionTypes: ['Mouse', 'Touch'], configuration: {} });
    }

    override addNewAnnotation(event: Interaction): ToolTypes.Annotation | null {
      const { element, currentPoints } = event.detail;
      // A further press while drawing belongs to the shape that is being drawn.
      if (this.#work !== undefined) return null;
      const placing = beginPlacing(shapeKind, canvasPoint(currentPoints.canvas));
      const annotation = this.createAnnotation(event, this.#inWorld(element, placing.points)) ;
      annotations.state.addAnnotation(annotation, element);
      this.#begin(element, { kind: 'placing', annotation, placing });
      event.preventDefault();
      return annotation;
    }

    override isPointNearTool(element: HTMLDivElement, annotation: ToolTypes.Annotation, canvasCoords: Types.Point2): boolean {
      return distanceTo(outlineOf(shapeKind, this.#onCanvas(element, annotation)), canvasPoint(canvasCoords)) <= NEAR_LINE_PX;
    }

    override toolSelectedCallback(event: Interaction, annotation: ToolTypes.Annotation): void {
      annotation.highlighted = true;
      this.#begin(event.detail.element, { kind: 'whole', annotation });
      event.preventDefault();
    }

    override handleSelectedCallback(event: Interaction, annotation: ToolTypes.Annotation, handle: ToolTypes.ToolHandle): void {
      annotation.highlighted = true;
      const index = annotation.data.handles?.points?.findIndex((point) => point === handle) ?? -1;
      this.#begin(event.detail.element, 'worldPosition' in handle || index === -1 ? { kind: 'words', annotation } : { kind: 'point', annotation, index });
      event.preventDefault();
    }

    override cancel(element: HTMLDivElement): string | undefined {
      const work = this.#work;
      if (work === undefined) return undefined;
      this.#end(element);
      if (work.kind === 'placing') annotations.state.triggerAnnotationCompleted(work.annotation);
      return work.annotation.annotationUID;
    }

    override renderAnnotation = (enabledElement: Types.IEnabledElement, svg: ToolTypes.SVGDrawingHelper): boolean => {
      const { element } = enabledElement.viewport;
      const all = annotations.state.getAnnotations(this.getToolName(), element);
      const seen = all === undefined || all.length === 0 ? [] : (this.filterInteractableAnnotationsForElement(element, all) ?? []);
      for (const annotation of seen) this.#draw(enabledElement, svg, annotation);
      return seen.length > 0;
    };

    #draw(enabledElement: Types.IEnabledElement, svg: ToolTypes.SVGDrawingHelper, annotation: ToolTypes.Annotation): void {
      const { annotationUID: uid = '', data } = annotation;
      const points = this.#onCanvas(enabledElement.viewport.element, annotation);
      const styleSpecifier = { toolGroupId: this.toolGroupId, toolName: this.getToolName(), viewportId: enabledElement.viewport.id, annotationUID: uid };
      const style = this.getAnnotationStyle({ annotation, styleSpecifier });
      const color = typeof style.color === 'string' ? style.color : '';
      const lineWidth = Number(style.lineWidth ?? 1);
      for (const [index, part] of outlineOf(shapeKind, points).entries()) {
        const options = { color, lineWidth, lineDash: part.isFaint === true ? '2,4' : '', closePath: part.isClosed };
        if (part.points.length > 1) drawing.drawPath(svg, uid, `part-${index}`, part.points.map(canvasPoint), options);
      }
      if (hasHandles(shapeKind)) drawing.drawHandles(svg, uid, 'handles', points, { color, lineWidth });
      const { getTextLines, getPointNames } = this.configuration as PointShapeConfiguration;
      for (const [index, name] of (getPointNames?.(data) ?? []).entries()) {
        const at = points[index];
        if (at !== undefined && name !== '') drawing.drawTextBox(svg, uid, `name-${index}`, [name], [at[0] - 10, at[1] - 25], { color, fontSize: '13px', fontFamily: 'inherit' });
      }
      const textLines = getTextLines?.(data) ?? [];
      const [at] = points;
      // Words alone stand where they were set.
      if (shapeKind === 'text' && at !== undefined) drawing.drawTextBox(svg, uid, 'words', textLines, [at[0] - 17, at[1] - 25], { color, fontSize: '14px', fontFamily: 'inherit' });
      else if (textLines.length > 0) this.renderLinkedTextBoxAnnotation({ enabledElement, svgDrawingHelper: svg, annotation, styleSpecifier, textLines, canvasCoordinates: points, textBoxUID: 'words' });
    }

    readonly #onMove = (event: Event): void => {
      const work = this.#work;
      const { detail } = event as unknown as Interaction & { readonly detail: { readonly deltaPoints?: { readonly world: Types.Point3 } } };
      const { element, currentPoints } = detail;
      if (work === undefined) return;
      const { handles } = work.annotation.data;
      if (handles === undefined) return;
      const at = canvasPoint(currentPoints.canvas);
      if (work.kind === 'placing') {
        const placing = movePlacing(shapeKind, work.placing, at, event.type === DRAG);
        this.#work = { ...work, placing };
        handles.points = this.#inWorld(element, placing.points);
      } else if (work.kind === 'point') handles.points = this.#inWorld(element, movePoint(shapeKind, this.#onCanvas(element, work.annotation), work.index, at));
      else if (work.kind === 'whole') handles.points = (handles.points ?? []).map((point) => added(point, detail.deltaPoints?.world));
      else if (handles.textBox !== undefined) {
        handles.textBox.worldPosition = added(handles.textBox.worldPosition ?? [0, 0, 0], detail.deltaPoints?.world);
        handles.textBox.hasMoved = true;
      }
      work.annotation.invalidated = true;
      this.#redraw(element);
      if (work.kind === 'point' || work.kind === 'whole') annotations.state.triggerAnnotationModified(work.annotation, element);
    };

    readonly #onRelease = (event: Event): void => {
      const work = this.#work;
      const { element } = (event as unknown as Interaction).detail;
      if (work?.kind !== 'placing') {
        this.#end(element);
        return;
      }
      this.#set(element, work, setPoint(shapeKind, work.placing, 'release'));
    };

    readonly #onPress = (event: Event): void => {
      const work = this.#work;
      const { element, currentPoints } = (event as unknown as Interaction).detail;
      if (work?.kind !== 'placing') return;
      const last = work.placing.points.at(-1);
      const at = canvasPoint(currentPoints.canvas);
      const isElsewhere = last === undefined || Math.hypot(last[0] - at[0], last[1] - at[1]) > 1;
      const placing = isElsewhere ? movePlacing(shapeKind, work.placing, at, false) : work.placing;
      this.#set(element, work, setPoint(shapeKind, placing, event.type === TWICE ? 'twice' : 'press'));
    };

    #set(element: HTMLDivElement, work: Extract<Work, { kind: 'placing' }>, placed: Placed): void {
      if (placed.kind === 'going-on') {
        this.#work = { ...work, placing: placed.placing };
        return;
      }
      if (work.annotation.data.handles !== undefined) work.annotation.data.handles.points = placed.kind === 'complete' ? this.#inWorld(element, placed.points) : [];
      this.#end(element);
      annotations.state.triggerAnnotationCompleted(work.annotation);
    }

    #begin(element: HTMLDivElement, work: Work): void {
      this.#work = work;
      this.isDrawing = work.kind === 'placing';
      state.isInteractingWithTool = true;
      cursors.elementCursor.hideElementCursor(element);
      for (const name of MOVES) element.addEventListener(name, this.#onMove);
      for (const name of RELEASES) element.addEventListener(name, this.#onRelease);
      for (const name of PRESSES) element.addEventListener(name, this.#onPress);
      this.#redraw(element);
    }

    #end(element: HTMLDivElement): void {
      this.#work = undefined;
      this.isDrawing = false;
      state.isInteractingWithTool = false;
      cursors.elementCursor.resetElementCursor(element);
      for (const name of MOVES) element.removeEventListener(name, this.#onMove);
      for (const name of RELEASES) element.removeEventListener(name, this.#onRelease);
      for (const name of PRESSES) element.removeEventListener(name, this.#onPress);
      this.#redraw(element);
    }

    #redraw(element: HTMLDivElement): void {
      const viewportId = getEnabledElement(element)?.viewportId;
      if (viewportId !== undefined) utilities.triggerAnnotationRenderForViewportIds([viewportId]);
    }

    #onCanvas(element: HTMLDivElement, annotation: ToolTypes.Annotation): CanvasPoint[] {
      const viewport = getEnabledElement(element)?.viewport;
      if (viewport === undefined) return [];
      return (annotation.data.handles?.points ?? []).map((point) => canvasPoint(viewport.worldToCanvas(point)));
    }

    #inWorld(element: HTMLDivElement, points: readonly CanvasPoint[]): Types.Point3[] {
      const viewport = getEnabledElement(element)?.viewport;
      return viewport === undefined ? [] : points.map((point) => viewport.canvasToWorld(canvasPoint(point)));
    }
  };
}

export function pointShapeToolName(kind: PointShapeKind): string {
  return `Tongyue-${kind}`;
}

/** As a string: events carry their names so. */
const DRAG: string = Enums.Events.MOUSE_DRAG;
const MOVES = [Enums.Events.MOUSE_DRAG, Enums.Events.MOUSE_MOVE, Enums.Events.TOUCH_DRAG] as const;
const PRESSES = [Enums.Events.MOUSE_DOWN, Enums.Events.MOUSE_DOUBLE_CLICK] as const;
const TWICE: string = Enums.Events.MOUSE_DOUBLE_CLICK;
const RELEASES = [Enums.Events.MOUSE_UP, Enums.Events.MOUSE_CLICK, Enums.Events.TOUCH_END, Enums.Events.TOUCH_TAP] as const;

function canvasPoint(point: readonly number[]): CanvasPoint {
  return [point[0] ?? Number.NaN, point[1] ?? Number.NaN];
}

function added(point: Types.Point3, way: Types.Point3 | undefined): Types.Point3 {
  return way === undefined ? point : [point[0] + way[0], point[1] + way[1], point[2] + way[2]];
}
