import { unsupportedEcg } from './foreign-ecg.ts';

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  /** Names without prefix, values unescaped. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own characters, unescaped, trimmed. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly pieces: string[];
}

const DEEPEST = 200;

/**
 * Reads an XML document from untrusted text. Entities are the five of XML and characters by number; a document type that
 * defines anything itself is refused, and one that lies elsewhere is never fetched: it could bring others.
 * @throws AppError `file/unsupported-ecg`
 */
export function readXml(text: string): XmlElement {
  const root: OpenElement = { name: '', attributes: new Map(), children: [], pieces: [] };
  const open: OpenElement[] = [root];
  const pattern = /<!--[\s\S]*?-->|<!DOCTYPE\s+[\w:.-]+(?:\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"]*"|'[^']*'))+)?\s*>|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(![A-Z]+)|<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/g;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index !== end) break;
    end = match.index + match[0].length;
    const [, literal, declaration, closing, name, attributes = '', selfClosing, characters] = match;
    const current = open.at(-1) ?? root;
    if (declaration !== undefined) throw unsupportedEcg('an XML document type');
    if (literal !== undefined) current.pieces.push(literal);
    else if (characters !== undefined) current.pieces.push(unescape(characters));
    else if (name !== undefined && closing === '/') {
      const done = open.pop();
      if (open.length === 0 || done?.name !== name) throw unsupportedEcg('XML that is not well-formed');
      open.at(-1)?.children.push(finished(done));
    } else if (name !== undefined) {
      const element: OpenElement = { name, attributes: readAttributes(attributes), children: [], pieces: [] };
      if (selfClosing === '/') current.children.push(finished(element));
      else open.push(element);
      if (open.length > DEEPEST) throw unsupportedEcg('XML that is nested too deep');
    }
  }
  const [document] = root.children;
  if (open.length !== 1 || end !== text.length || document === undefined) throw unsupportedEcg('XML that is not well-formed');
  return document;
}

/** The children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** Along a path of names, the first of each. */
export function childAt(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((current, name) => current?.children.find((child) => child.name === name), element);
}

/** The first element of a name at any depth. */
export function findElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return allElements(element, name)[0];
}

/** All elements of a name at any depth, in document order; none inside another of the same name. */
export function allElements(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.flatMap((child) => (child.name === name ? [child] : allElements(child, name))) ?? [];
}

export function attributeOf(element: XmlElement | undefined, name: string): string {
  return element?.attributes.get(name) ?? '';
}

/** The bytes of an XML document as text: UTF-8, or UTF-16 by its byte order mark, or Latin where the declaration says so. */
export function xmlText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const encoding = /<\?xml[^>]*encoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

function finished({ name, attributes, children, pieces }: OpenElement): XmlElement {
  return { name, attributes, children, text: pieces.join('').trim() };
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(/(?:([\w.-]+):)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return new Map(pairs.filter(([, prefix]) => prefix !== 'xmlns').map(([, , name = '', double, single]) => [name, unescape(double ?? single ?? '')]));
}

function unescape(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|quot|apos|amp));/g, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}
