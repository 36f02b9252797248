/** The text with what could steer a terminal, or turn the order of letters, made visible. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "\u{fffd}")
}
