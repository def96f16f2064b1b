/** The table of RFC 2268, made of digits of pi. */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f' +
    '40eb86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda' +
    '4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a961ad2715a15' +
    '49744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b255597312d5dfa98e38a92ae' +
    '05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa6' +
    '2068fe7fc1ad',
  'hex',
);

const BLOCK = 8;
const ROTATIONS = [1, 2, 3, 5];

/** The 64 words that a key of 5 or 16 bytes, all of its bits in effect, expands to. */
function expandKey(key: Buffer): number[] {
  const bytes = Buffer.alloc(128);
  key.copy(bytes);
  const at = (index: number): number => bytes[index] ?? 0;
  const table = (index: number): number => PI_TABLE[index & 0xff] ?? 0;
  for (let i = key.length; i < 128; i++) bytes[i] = table(at(i - 1) + at(i - key.length));
  bytes[128 - key.length] = table(at(128 - key.length));
  for (let i = 127 - key.length; i >= 0; i--) bytes[i] = table(at(i + 1) ^ at(i + key.length));
  return Array.from({ length: 64 }, (_, i) => bytes.readUInt16LE(i * 2));
}

function decryptBlock(words: readonly number[], block: Buffer): Buffer {
  const r = [0, 2, 4, 6].map((at) => block.readUInt16LE(at));
  const get = (index: number): number => r[(index + 4) % 4] ?? 0;
  let next = 63;
  const unmix = (): void => {
    for (let i = 3; i >= 0; i--) {
      const rotated = get(i);
      const rotation = ROTATIONS[i] ?? 0;
      const value = (rotated >>> rotation) | (rotated << (16 - rotation));
      const mixed = (get(i - 1) & get(i - 2)) + (~get(i - 1) & get(i - 3));
      r[i] = (value - (words[next--] ?? 0) - mixed) & 0xffff;
    }
  };
  const unmash = (): void => {
    for (let i = 3; i >= 0; i--) r[i] = (get(i) - (words[get(i - 1) & 63] ?? 0)) & 0xffff;
  };
  const rounds = (count: number): void => {
    for (let round = 0; round < count; round++) unmix();
  };
  rounds(5);
  unmash();
  rounds(6);
  unmash();
  rounds(5);
  const plain = Buffer.alloc(BLOCK);
  r.forEach((word, i) => plain.writeUInt16LE(word, i * 2));
  return plain;
}

/**
 * RC2 in CBC mode without its padding removed. It is broken and only here because older programs write certificates with it, and
 * the OpenSSL that comes with Node does not have it any more. The data must be whole blocks.
 */
export function decryptRc2(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const words = expandKey(key);
  const blocks: Buffer[] = [];
  let previous = iv;
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    const plain = decryptBlock(words, block);
    const before = previous;
    blocks.push(Buffer.from(plain.map((byte, i) => byte ^ (before[i] ?? 0))));
    previous = block;
  }
  return Buffer.concat(blocks);
}
