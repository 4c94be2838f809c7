/** GB 18030 bytes of a text, for tests: JavaScript has a decoder only, so the table is that decoder read backwards. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x80) bytes.push(codePoint);
    else bytes.push(...(twoByteTable.get(character) ?? fourByteCode(codePoint)));
  }
  return Uint8Array.from(bytes);
}

/** ISO 8859-1 bytes of a text. */
export function encodeLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code > 0xff) throw new Error(`${character} is not in ISO 8859-1`);
    return code;
  });
}

const twoByteTable: ReadonlyMap<string, readonly [number, number]> = buildTwoByteTable();

function buildTwoByteTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (text.length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, [lead, trail]);
    }
  }
  return table;
}

/** Only the supplementary planes, which GB 18030 maps in one straight run that begins at 90 30 81 30. */
function fourByteCode(codePoint: number): readonly number[] {
  if (codePoint < 0x10000) throw new Error(`U+${codePoint.toString(16)} is not in the two-byte part of GB 18030`);
  const index = codePoint - 0x10000;
  return [0x90 + Math.floor(index / 12600), 0x30 + (Math.floor(index / 1260) % 10), 0x81 + (Math.floor(index / 10) % 126), 0x30 + (index % 10)];
}
