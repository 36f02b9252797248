import { joinBytes } from "../../lib/joinBytes.ts"
import { isMap, type Json } from "../../lib/json.ts"
import type { ByteStream } from "../../model/byteStream.ts"
import { streamToJson, toPortJson } from "./portJson.ts"

/** An answer with a stream in it that is kept as it is read. */
export interface KeptStream {
  /** The answer's value, whose stream passes on what it keeps. */
  readonly value: unknown
  /** The value as plain data; undefined where the stream was not read to its end, or was too long to keep. */
  plain(): Json | undefined
}

/** Keeps what is read of a stream that a value is, or has as its body; undefined where there is none. */
export function keepStream(value: unknown, most: number): KeptStream | undefined {
  if (value instanceof ReadableStream) {
    const { stream, bytes } = keep(value as ByteStream, most)
    return { value: stream, plain: () => jsonOf(bytes()) }
  }
  const body = typeof value === "object" && value !== null && "body" in value ? value.body : undefined
  if (!(body instanceof ReadableStream)) return undefined
  const { stream, bytes } = keep(body as ByteStream, most)
  return {
    value: { ...(value as object), body: stream },
    plain() {
      const [rest, kept] = [toPortJson(value), jsonOf(bytes())]
      return isMap(rest) && kept !== undefined ? { ...rest, body: kept } : undefined
    },
  }
}

function jsonOf(bytes: Uint8Array | undefined): Json | undefined {
  return bytes && streamToJson(bytes)
}

function keep(source: ByteStream, most: number) {
  let pieces: Uint8Array[] | undefined = []
  let size = 0
  let isWhole = false
  const keeping = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      size += piece.length
      if (size > most) pieces = undefined
      // What is handed on may be given away, and is then empty here.
      pieces?.push(piece.slice())
      controller.enqueue(piece)
    },
    flush() {
      isWhole = true
    },
  })
  return {
    stream: source.pipeThrough(keeping),
    bytes: () => (isWhole && pieces ? joinBytes(pieces) : undefined),
  }
}
