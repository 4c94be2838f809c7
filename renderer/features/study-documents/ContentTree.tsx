import type { ReactNode } from 'react';
import type { InstanceReference } from '#shared/dicom/reference/instance-reference.ts';
import type { CodedConcept } from '#shared/dicom/values/coded-concept.ts';
import type { ContentNode } from '#shared/structured-report/read-content-tree.ts';
import { useText } from '#renderer/text/use-text.ts';
import type { ReferenceDesk } from './document-reference.ts';
import { measuredValue, rowsOf, type ContentRow } from './content-rows.ts';
import styles from './ContentTree.module.css';

export interface ContentTreeProps {
  readonly nodes: readonly ContentNode[];
  readonly desk: ReferenceDesk;
  /** Depth of the heading that a container gets; the document's title is 2. */
  readonly level: number;
}

/** More references than these are folded away. */
const MOST_OPEN_REFERENCES = 12;

/**
 * Items of an SR document as they read, whatever their template: containers as sections, numbers side by side as a table, everything else
 * as name and value. Nothing is dropped; text is text and is never taken for markup.
 */
export function ContentTree({ nodes, desk, level }: ContentTreeProps) {
  return (
    <>
      {rowsOf(nodes).map((row) => (
        <Row key={row.kind === 'node' ? row.node.path : row.nodes[0]?.path} row={row} desk={desk} level={level} />
      ))}
    </>
  );
}

function Row({ row, desk, level }: { readonly row: ContentRow; readonly desk: ReferenceDesk; readonly level: number }) {
  if (row.kind === 'numbers') return <Numbers nodes={row.nodes} desk={desk} level={level} />;
  if (row.kind === 'references') return <References references={row.nodes.flatMap(({ value }) => (value.kind === 'reference' ? value.references : []))} name={row.nodes[0]?.concept} desk={desk} />;
  const { node } = row;
  return node.value.kind === 'container' ? <Section node={node} desk={desk} level={level} /> : <Item node={node} desk={desk} level={level} />;
}

function Section({ node, desk, level }: { readonly node: ContentNode; readonly desk: ReferenceDesk; readonly level: number }) {
  const Heading = level <= 3 ? 'h3' : level === 4 ? 'h4' : 'h5';
  return (
    <section className={styles['section']}>
      {node.concept === undefined ? null : (
        <Heading>
          <Concept concept={node.concept} />
        </Heading>
      )}
      <ContentTree nodes={node.children} desk={desk} level={level + 1} />
    </section>
  );
}

function Numbers({ nodes, desk, level }: { readonly nodes: readonly ContentNode[]; readonly desk: ReferenceDesk; readonly level: number }) {
  const { t } = useText();
  return (
    <table className={styles['numbers']} data-testid="sr-numbers">
      <thead>
        <tr>
          <th scope="col">{t('study-documents.number.name')}</th>
          <th scope="col">{t('study-documents.number.value')}</th>
          <th scope="col">{t('study-documents.number.unit')}</th>
          <th scope="col">{t('study-documents.number.more')}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => {
          const { value, unit } = measuredValue(node);
          return (
            <tr key={node.path}>
              <th scope="row">{node.concept === undefined ? '' : <Concept concept={node.concept} />}</th>
              <td>{value}</td>
              <td>{unit}</td>
              <td>
                <ContentTree nodes={node.children} desk={desk} level={level + 1} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Item({ node, desk, level }: { readonly node: ContentNode; readonly desk: ReferenceDesk; readonly level: number }) {
  const { t } = useText();
  return (
    <div className={styles['item']} data-value-type={node.valueType}>
      <span className={styles['name']}>
        {node.relationship === 'INFERRED FROM' ? t('study-documents.inferred-from') : ''}
        {node.concept === undefined ? node.valueType : <Concept concept={node.concept} />}
      </span>
      <span className={styles['value']}>{valueOf(node, desk, t)}</span>
      {node.children.length === 0 ? null : (
        <div className={styles['below']}>
          <ContentTree nodes={node.children} desk={desk} level={level + 1} />
        </div>
      )}
    </div>
  );
}

function valueOf({ value, refersTo }: ContentNode, desk: ReferenceDesk, t: ReturnType<typeof useText>['t']): ReactNode {
  if (refersTo !== undefined) return t('study-documents.refers-to', { path: refersTo });
  switch (value.kind) {
    case 'text':
    case 'unknown':
      return value.text;
    case 'code':
      return value.code === undefined ? '' : <Concept concept={value.code} />;
    case 'number':
    case 'container':
      return '';
    case 'reference':
      return <References references={value.references} name={undefined} desk={desk} />;
    case 'coordinates':
      return t(value.dimensions === 2 ? 'study-documents.coordinates' : 'study-documents.coordinates-patient', { type: value.graphicType, count: value.points.length });
    case 'time-range':
      return t('study-documents.time-range', { type: value.rangeType, values: value.text });
    default:
      return value satisfies never;
  }
}

function References({ references, name, desk }: { readonly references: readonly InstanceReference[]; readonly name: CodedConcept | undefined; readonly desk: ReferenceDesk }) {
  const { t } = useText();
  const links = references.flatMap((reference) => (reference.frameNumbers.length === 0 ? [undefined] : reference.frameNumbers).map((frameNumber) => ({ reference, frameNumber })));
  const list = (
    <span className={styles['references']}>
      {links.map(({ reference, frameNumber }, index) => (
        <button
          // eslint-disable-next-line react/no-array-index-key -- one image may be named twice
          key={index}
          type="button"
          disabled={!desk.canGoTo(reference)}
          title={desk.canGoTo(reference) ? undefined : t('study-documents.reference.elsewhere')}
          data-testid="sr-reference"
          data-sop-instance-uid={reference.sopInstanceUid}
          onClick={() => desk.goTo(reference, frameNumber ?? 1)}
        >
          {t('study-documents.reference', { number: index + 1, ...(frameNumber === undefined ? {} : { frame: frameNumber }) })}
        </button>
      ))}
    </span>
  );
  const title = name === undefined ? undefined : <Concept concept={name} />;
  if (links.length <= MOST_OPEN_REFERENCES) {
    return title === undefined ? (
      list
    ) : (
      <div className={styles['item']}>
        <span className={styles['name']}>{title}</span>
        <span className={styles['value']}>{list}</span>
      </div>
    );
  }
  return (
    <details className={styles['many']}>
      <summary>
        {title} {t('study-documents.references', { count: links.length })}
      </summary>
      {list}
    </details>
  );
}

/** The meaning; the code itself for whoever asks with the pointer. */
function Concept({ concept: { meaning, value, scheme } }: { readonly concept: CodedConcept }) {
  return <span title={`${value} (${scheme})`}>{meaning === '' ? `${value} (${scheme})` : meaning}</span>;
}
