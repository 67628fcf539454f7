/** Reads bits, the highest first. Throws where there are no more. */
export class BitReader {
  #bytes: Uint8Array = new Uint8Array();
  #position = 0;
  #held = 0;
  #heldBits = 0;

  get bytesLeft(): number {
    return this.#bytes.length - this.#position;
  }

  append(chunks: readonly Uint8Array[]): void {
    this.#bytes = Buffer.concat([this.#bytes.subarray(this.#position), ...chunks]);
    this.#position = 0;
  }

  /** At most 24 bits. */
  read(count: number): number {
    while (this.#heldBits < count) {
      const byte = this.#bytes[this.#position];
      if (byte === undefined) throw new Error('unexpected end of file');
      this.#position += 1;
      this.#held = (this.#held << 8) | byte;
      this.#heldBits += 8;
    }
    this.#heldBits -= count;
    const value = (this.#held >>> this.#heldBits) & ((1 << count) - 1);
    this.#held &= (1 << this.#heldBits) - 1;
    return value;
  }

  read32(): number {
    return this.read(16) * 65_536 + this.read(16);
  }

  alignToByte(): void {
    this.read(this.#heldBits % 8);
  }
}
