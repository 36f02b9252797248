/*
 * An expression sees a secret as a handle, which names it and does not hold it: there is nothing in it to read,
 * print or send. Only the ports that need a secret look up its value. Text that a handle was mixed into becomes a
 * `SecretText` of parts. Both are known by their class, so that data which merely looks like a handle is none, and
 * both turn into `[secret]` wherever they are written as JSON.
 */

/** What stands in place of a secret in text that is shown, logged or stored. */
export const secretMark = "[secret]"

/** Stands for a secret that may be used and not read. */
export class SecretHandle {
  readonly #name: string
  constructor(name: string) {
    this.#name = name
  }
  /** The name under which the ports look the secret up. */
  static nameOf(handle: SecretHandle): string {
    return handle.#name
  }
  toJSON(): string {
    return secretMark
  }
  toString(): string {
    return secretMark
  }
}

/** Text with secrets in it, as its parts in order. Only fields that are marked as secret accept it. */
export class SecretText {
  readonly #parts: readonly (string | SecretHandle)[]
  constructor(parts: readonly (string | SecretHandle)[]) {
    this.#parts = parts
  }
  /** The parts: plain text, and handles between. */
  static partsOf(text: SecretText): readonly (string | SecretHandle)[] {
    return text.#parts
  }
  toJSON(): string {
    return this.toString()
  }
  toString(): string {
    return this.#parts.map(part => (typeof part === "string" ? part : secretMark)).join("")
  }
}

/** Whether the value is a secret, or text with one in it. */
export function isSecret(value: unknown): value is SecretHandle | SecretText {
  return value instanceof SecretHandle || value instanceof SecretText
}

/** A piece of text: plain, or secret. */
export type TextPiece = string | SecretHandle | SecretText

/** The pieces as one text: a `SecretText` as soon as one of them is secret. */
export function joinText(pieces: readonly TextPiece[]): string | SecretText {
  if (!pieces.some(isSecret)) return pieces.join("")
  return new SecretText(
    pieces.flatMap(piece => (piece instanceof SecretText ? SecretText.partsOf(piece) : [piece])),
  )
}

/** What `secrets` means in an expression: a handle under every name, whether there is such a secret or not. */
export const everySecret: { readonly [name: string]: SecretHandle } = new Proxy(
  {},
  {
    get: (_, name) => (typeof name === "string" ? new SecretHandle(name) : undefined),
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === "string" && /^\w{1,64}$/.test(name)
        ? { value: new SecretHandle(name), enumerable: true, configurable: true }
        : undefined,
  },
)
