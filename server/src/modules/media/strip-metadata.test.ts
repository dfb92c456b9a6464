import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { stripMetadata } from './strip-metadata.ts';

const secret = 'Jalan Rahasia 12';
const exif = { IFD0: { Artist: secret, ImageDescription: secret }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '6/1 12/1 30/1' } };
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="${secret}"/></rdf:RDF></x:xmpmeta>`;

/** A picture with a wide and a high half, so that turning it shows. */
function picture(): Sharp {
  const left = { create: { width: 40, height: 30, channels: 3 as const, background: '#d33' } };
  return sharp({ create: { width: 80, height: 30, channels: 3, background: '#36c' } }).composite([{ input: left, left: 0, top: 0 }]);
}

async function made(format: 'jpeg' | 'png' | 'webp', orientation?: number): Promise<Buffer> {
  const base = picture()
    .keepIccProfile()
    .withExif(exif)
    .withXmp(xmp)
    .withMetadata(orientation === undefined ? {} : { orientation })
    .withExif(exif);
  if (format === 'jpeg') return base.jpeg({ progressive: true }).toBuffer();
  return format === 'png' ? base.png().toBuffer() : base.webp({ lossless: true }).toBuffer();
}

const pixels = (bytes: Buffer): Promise<Buffer> => sharp(bytes).rotate().raw().toBuffer();

function cleaned(bytes: Buffer, type: string): Buffer {
  const clean = stripMetadata(bytes, type);
  if (clean === null) throw new Error('it was taken for damaged');
  return clean;
}

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('as %s loses what it says about people and places, and looks the same', async (format) => {
    const bytes = await made(format);
    expect(bytes.includes(secret)).toBe(true);
    const clean = cleaned(bytes, `image/${format}`);
    expect(clean.includes(secret)).toBe(false);
    const meta = await sharp(clean).metadata();
    expect([meta.exif, meta.xmp, meta.iptc, meta.comments]).toEqual([undefined, undefined, undefined, undefined]);
    expect((await pixels(clean)).equals(await pixels(bytes))).toBe(true);
  });

  it('keeps which side is up, and nothing else of the camera', async () => {
    for (const orientation of [2, 3, 6, 8]) {
      const bytes = await made('jpeg', orientation);
      const clean = cleaned(bytes, 'image/jpeg');
      expect((await sharp(clean).metadata()).orientation).toBe(orientation);
      expect((await pixels(clean)).equals(await pixels(bytes))).toBe(true);
      expect(clean.includes(secret)).toBe(false);
    }
  });

  it('loses what was appended behind its end, such as the film of a moving photo', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await made(format);
      const clean = cleaned(Buffer.concat([bytes, Buffer.from(`....ftypmp42 ${secret}`)]), `image/${format}`);
      expect(clean.equals(cleaned(bytes, `image/${format}`))).toBe(true);
    }
  });

  it('that says nothing comes back as it is', async () => {
    const plain = [
      ['image/jpeg', await picture().jpeg().toBuffer()],
      ['image/png', await picture().png().toBuffer()],
      ['image/webp', await picture().webp().toBuffer()],
    ] as const;
    for (const [type, bytes] of plain) expect(cleaned(bytes, type).equals(bytes), type).toBe(true);
  });

  it('that moves goes on moving', async () => {
    const frames = [picture(), picture().negate()].map((frame) => frame.png().toBuffer());
    const moving = await sharp(await Promise.all(frames), { join: { animated: true } })
      .withExif(exif)
      .webp()
      .toBuffer();
    const clean = cleaned(moving, 'image/webp');
    expect([(await sharp(clean).metadata()).pages, clean.includes(secret)]).toEqual([2, false]);
  });

  it('that breaks off before its end is damaged, and no bytes make the reader throw or go on for ever', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await made(format);
      const type = `image/${format}`;
      expect(stripMetadata(bytes.subarray(0, 60), type), type).toBeNull();
      expect(stripMetadata(Buffer.alloc(0), type)).toBeNull();
      for (let seed = 0; seed < 400; seed += 1) {
        const bent = Buffer.from(bytes);
        for (let at = seed; at < bent.length; at += 397) bent[at] = (seed * 31 + at) % 256;
        expect(() => stripMetadata(bent, type)).not.toThrow();
        expect(() => stripMetadata(bent.subarray(0, (seed * 7919) % bent.length), type)).not.toThrow();
      }
    }
  });
});
