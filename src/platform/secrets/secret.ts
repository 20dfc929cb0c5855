import { inspect } from 'node:util';

/**
 * A value that must not be shown. Printing, interpolating or serializing it gives its mask;
 * only `reveal` gives the value, so every use of a secret can be found by that one word.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** The last four characters of a long secret, for people to tell two secrets apart. */
  get mask(): string {
    return this.#value.length >= 12 ? `••••${this.#value.slice(-4)}` : '••••';
  }

  toString(): string {
    return this.mask;
  }

  toJSON(): string {
    return this.mask;
  }

  [inspect.custom](): string {
    return `Secret(${this.mask})`;
  }
}
