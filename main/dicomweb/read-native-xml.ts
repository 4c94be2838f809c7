import type { DataElement, DataSet } from '#shared/dicom/data-set/data-set.ts';

interface OpenItem {
  readonly dataSet: Record<string, DataElement>;
}

interface OpenElement {
  readonly tag: string;
  readonly vr: string;
  readonly values: string[];
  readonly items: DataSet[];
}

/**
 * The text values and sequences of a Native DICOM Model document (PS3.19 A.1), which some servers answer to a store transaction whatever
 * they were asked for. No entity but the five of XML is resolved, no document type is followed; what is not well-formed gives what was read.
 */
export function readNativeXml(text: string): DataSet {
  const root: OpenItem = { dataSet: {} };
  const items: OpenItem[] = [root];
  const elements: OpenElement[] = [];
  let value: string | undefined;
  for (const [, closing = '', name = '', attributes = '', selfClosing = '', characters] of text.matchAll(/<(\/?)(?:\w+:)?([\w.-]+)([^<>]*?)(\/?)>|([^<]+)/g)) {
    if (characters !== undefined) {
      if (value !== undefined) value += unescape(characters);
      continue;
    }
    const isOpening = closing === '';
    const isClosing = !isOpening || selfClosing !== '';
    if (name === 'DicomAttribute') {
      if (isOpening) elements.push({ tag: attribute(attributes, 'tag').toUpperCase(), vr: attribute(attributes, 'vr'), values: [], items: [] });
      if (isClosing) closeElement(items.at(-1), elements.pop());
    } else if (name === 'Item') {
      if (isOpening) items.push({ dataSet: {} });
      if (isClosing && items.length > 1) elements.at(-1)?.items.push(items.pop()?.dataSet ?? {});
    } else if (name === 'Value') {
      if (isOpening) value = '';
      if (isClosing) {
        if (value !== undefined) elements.at(-1)?.values.push(value.trim());
        value = undefined;
      }
    }
  }
  return root.dataSet;
}

function closeElement(item: OpenItem | undefined, element: OpenElement | undefined): void {
  if (item === undefined || element === undefined || !/^[0-9A-F]{8}$/.test(element.tag)) return;
  const { tag, vr, items, values } = element;
  item.dataSet[tag] = { vr, Value: vr === 'SQ' ? items : values };
}

function attribute(attributes: string, name: string): string {
  return new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? '';
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}
