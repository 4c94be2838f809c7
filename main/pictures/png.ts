import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A picture as PNG (ISO/IEC 15948), 8 bits a sample. @param samples row by row, one for grey, three for red, green, blue */
export function writePng(samples: Uint8Array, width: number, height: number, samplesPerPixel: 1 | 3): Uint8Array {
  const rowBytes = width * samplesPerPixel;
  // Each row begins with its filter: what is above is taken away, which suits pictures of bodies.
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const at = y * (rowBytes + 1);
    rows[at] = UP;
    for (let x = 0; x < rowBytes; x += 1) rows[at + 1 + x] = ((samples[y * rowBytes + x] ?? 0) - (y === 0 ? 0 : (samples[(y - 1) * rowBytes + x] ?? 0))) & 0xff;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = samplesPerPixel === 1 ? GREY : COLOUR;
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

const UP = 2;
const GREY = 0;
const COLOUR = 2;

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
