// Just enough of ZIP for the tests: writes stored entries, reads stored and deflated ones.
import { crc32, inflateRawSync } from 'node:zlib';

const u16 = (n) => { const b = Buffer.alloc(2); b.writeUInt16LE(n); return b; };
const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32LE(n >>> 0); return b; };

/** Packs `[name, text]` entries. */
export function pack(entries) {
  const parts = [];
  const heads = [];
  let at = 0;
  for (const [name, text] of entries) {
    const [file, body] = [Buffer.from(name), Buffer.from(text)];
    // Version 2.0, UTF-8 names, stored, 1 January 2026.
    const about = Buffer.concat([u16(20), u16(0x800), u16(0), u16(0), u16(0x5c21), u32(crc32(body)), u32(body.length), u32(body.length), u16(file.length), u16(0)]);
    const local = Buffer.concat([u32(0x04034b50), about, file, body]);
    heads.push(Buffer.concat([u32(0x02014b50), u16(20), about, u16(0), u16(0), u16(0), u32(0), u32(at), file]));
    parts.push(local);
    at += local.length;
  }
  const head = Buffer.concat(heads);
  const end = Buffer.concat([u32(0x06054b50), u16(0), u16(0), u16(heads.length), u16(heads.length), u32(head.length), u32(at), u16(0)]);
  return Buffer.concat([...parts, head, end]);
}

/** The entries of an archive by name. */
export function unpack(bytes) {
  const end = bytes.lastIndexOf(u32(0x06054b50));
  if (end < 0) throw new Error('this is no ZIP archive');
  const found = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < bytes.readUInt16LE(end + 10); i += 1) {
    const [method, size, nameLength] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    found.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return found;
}
